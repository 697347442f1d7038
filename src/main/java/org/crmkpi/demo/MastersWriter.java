package org.crmkpi.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;

/** Writes what is delivered whole every night: users, products, campaigns, rates and quotas. */
final class MastersWriter {
  private static final LocalDate FIRST_RATE = LocalDate.of(2022, 9, 1);

  private final World world;
  private final Feeds feeds;

  MastersWriter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  void write() {
    for (int delivery = 0; delivery < world.timeline().deliveries(); delivery++) {
      users(delivery);
      products(delivery);
      campaigns(delivery);
      rates(delivery);
      quotas(delivery);
    }
  }

  /** One user in twenty has given the seat back. */
  private void users(int delivery) {
    Staff staff = world.staff();
    for (int index = 0; index < staff.size(); index++) {
      feeds
          .to(Feed.USERS)
          .full(
              delivery,
              Staff.id(index),
              staff.name(index),
              staff.team(index),
              staff.manager(index),
              staff.office(index),
              index % 20 == 19 ? "none" : "paid");
    }
  }

  /** Products are announced twelve days before they are launched. */
  private void products(int delivery) {
    long day = world.timeline().dateOf(delivery).toEpochDay();
    for (Product product : world.products().all()) {
      if (product.launchedOn() - 12 <= day) {
        feeds
            .to(Feed.PRODUCTS)
            .full(
                delivery,
                product.id(),
                product.name(),
                product.category(),
                Times.dateText(product.launchedOn()),
                Money.text(product.priceCents()),
                Money.text(product.costCents()),
                "EUR");
      }
    }
  }

  private void campaigns(int delivery) {
    LocalDate day = world.timeline().dateOf(delivery);
    campaign(delivery, Campaigns.PILOT, 20_000);
    for (Campaign campaign : world.campaigns().quarterly()) {
      if (!campaign.startedOn().isAfter(day)) {
        campaign(delivery, campaign, world.settings().customers() * campaign.weight() / 20);
      }
    }
  }

  private void campaign(int delivery, Campaign campaign, long budgetEuro) {
    feeds
        .to(Feed.CAMPAIGNS)
        .full(
            delivery,
            campaign.id(),
            campaign.name(),
            campaign.channel(),
            campaign.startedOn().toString(),
            campaign.endedOn().toString(),
            Money.text(budgetEuro * 100),
            "EUR");
  }

  /** Banks publish on weekdays; a rate holds until the next one. */
  private void rates(int delivery) {
    LocalDate last = world.timeline().dateOf(delivery);
    for (LocalDate day = FIRST_RATE; !day.isAfter(last); day = day.plusDays(1)) {
      if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        rate(delivery, day, "USD", 0.91, 0.04);
        rate(delivery, day, "GBP", 1.16, 0.03);
      }
    }
  }

  private void rate(int delivery, LocalDate day, String currency, double mean, double swing) {
    double slow = StrictMath.sin(day.toEpochDay() / 140.0);
    double fast = 0.2 * StrictMath.sin(day.toEpochDay() / 9.0);
    feeds
        .to(Feed.FX_RATES)
        .full(
            delivery,
            day.toString(),
            currency,
            "EUR",
            String.format(Locale.ROOT, "%.5f", mean + swing * (slow + fast)));
  }

  private void quotas(int delivery) {
    LocalDate last = world.timeline().dateOf(delivery);
    for (LocalDate month = Timeline.FIRST_DAY; !month.isAfter(last); month = month.plusMonths(1)) {
      for (int seller = 0; seller < world.staff().sellers(); seller++) {
        feeds
            .to(Feed.QUOTAS)
            .full(
                delivery,
                Staff.id(seller),
                month.toString(),
                Money.text(4_000_000L + 500_000L * (seller % 5)),
                "EUR");
      }
    }
  }
}
