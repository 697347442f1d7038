package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Writes accounts, customers, their contacts and who referred them. */
final class CustomersChapter implements Chapter {
  private static final List<String> INDUSTRIES =
      List.of("Retail", "Manufacturing", "Health care", "Finance & insurance", "IT", "Hospitality");
  private static final List<String> NAMES =
      List.of(
          "Müller & Söhne, GmbH", "Brüder \"Grimm\" Verlag", "Atlas", "Café Zürich", "Nordwind");
  private static final List<String> FIRST = List.of("Mia", "Jean-Luc", "Åsa", "Paul", "Inés");
  private static final long MERGED_AT =
      LocalDate.of(2026, 6, 1).toEpochDay() * Times.DAY + 12 * 3600;

  private final World world;
  private final Feeds feeds;

  CustomersChapter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.CONTACTS, customer.number());
    account(dice, customer);
    if (world.timeline().plans(customer.createdAt())) {
      records(customer);
      contact(dice, customer);
      referral(dice, customer);
    }
  }

  /** Companies come in groups of four, the first of which is the parent. */
  private void account(Dice dice, Customer customer) {
    if (!customer.isCompany()) {
      return;
    }
    long since = customer.deals().stream().mapToLong(Deal::createdAt).min().orElse(Times.NEVER);
    long place = customer.number() / 5 % 4;
    feeds
        .to(Feed.ACCOUNTS)
        .change(
            since,
            "A" + customer.number(),
            dice.pick(NAMES) + " " + customer.number(),
            place == 0 ? "" : "A" + (customer.number() - 5 * place),
            dice.pick(INDUSTRIES),
            customer.place().country(),
            Times.text(since));
  }

  private void records(Customer customer) {
    long mergedAt = mergedAt(customer);
    long movedAt = movedAt(customer);
    for (int delivery : world.timeline().deliveriesOf(customer.createdAt(), mergedAt, movedAt)) {
      long cut = world.timeline().cut(delivery);
      feeds
          .to(Feed.CUSTOMERS)
          .change(
              delivery,
              world.timeline().newest(delivery, customer.createdAt(), mergedAt, movedAt),
              customer.id(),
              customer.isCompany() ? "C" : "P",
              customer.accountId(),
              movedAt < cut ? "Switzerland" : customer.place().country(),
              customer.segment(),
              customer.channel(),
              customer.campaignId(),
              mergedAt < cut ? mergedInto(customer) : "",
              Times.text(customer.createdAt()));
    }
  }

  private long mergedAt(Customer customer) {
    for (Incident merge :
        List.of(Incident.MERGED_CUSTOMER, Incident.CHAINED_MERGE, Incident.LATE_MERGE)) {
      if (merge.strikes(customer.number())) {
        long at = merge.delivery() == 0 ? MERGED_AT : world.timeline().noonOf(merge.delivery());
        return Math.max(at, customer.createdAt());
      }
    }
    return Times.NEVER;
  }

  private String mergedInto(Customer customer) {
    boolean late = Incident.LATE_MERGE.strikes(customer.number());
    return Customer.id(customer.number() + (late ? 1 : -1));
  }

  private long movedAt(Customer customer) {
    return Incident.MOVED_CUSTOMER.strikes(customer.number())
        ? Math.max(
            world.timeline().noonOf(Incident.MOVED_CUSTOMER.delivery()), customer.createdAt())
        : Times.NEVER;
  }

  private void contact(Dice dice, Customer customer) {
    String first = dice.pick(FIRST);
    String mail = first.toLowerCase(Locale.ROOT) + "." + customer.number() + "@example.org";
    feeds
        .to(Feed.CONTACTS)
        .change(
            customer.createdAt(),
            "K" + customer.number(),
            customer.accountId(),
            customer.id(),
            first + " " + dice.pick(List.of("Özdemir", "Smith", "Dupont", "van der Berg")),
            dice.chance(0.05) ? "" : mail,
            dice.chance(0.3) ? "" : "+49 30 " + dice.between(100_000, 999_999),
            Times.text(customer.createdAt()));
  }

  private void referral(Dice dice, Customer customer) {
    if (!"referral".equals(customer.channel()) || customer.number() < 3) {
      return;
    }
    long madeAt = customer.createdAt() - dice.between(1, 30) * Times.DAY;
    feeds
        .to(Feed.REFERRALS)
        .change(
            customer.createdAt(),
            "F" + customer.number(),
            Customer.id(1 + (customer.number() - 2) * dice.between(1, 99) / 100),
            customer.id(),
            Times.text(madeAt),
            Times.text(customer.createdAt()));
  }
}
