package org.crmkpi.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Writes subscriptions and what happens to them. */
final class SubscriptionsChapter implements Chapter {
  private final World world;
  private final Feeds feeds;

  SubscriptionsChapter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  /** Something that happens to a subscription, and its price a month from then on. */
  private record Event(String kind, long at, long cents, String reason) {}

  /** What was agreed at the start. */
  private record Terms(String productId, int months, boolean autoRenew) {}

  /** A contract from its start to all that is planned to happen to it. */
  private record Contract(Terms terms, List<Event> events) {}

  @Override
  public void tell(Customer customer) {
    contractOf(world, customer)
        .ifPresent(
            contract -> {
              states(customer, contract.terms(), contract.events());
              for (int number = 0; number < contract.events().size(); number++) {
                event(customer, number + 1, contract.events().get(number));
              }
            });
  }

  /** Contracts by their term, and how many of them the deliveries show as cancelled. */
  static List<DemoTruths.Churn> churn(World world) {
    Customers customers = new Customers(world);
    Map<Integer, List<Contract>> byTerm =
        LongStream.rangeClosed(1, world.settings().customers())
            .mapToObj(customers::of)
            .flatMap(customer -> contractOf(world, customer).stream())
            .filter(contract -> world.timeline().holds(contract.events().get(0).at()))
            .collect(
                Collectors.groupingBy(
                    contract -> contract.terms().months(), TreeMap::new, Collectors.toList()));
    return byTerm.entrySet().stream()
        .map(
            term ->
                new DemoTruths.Churn(
                    term.getKey(),
                    term.getValue().size(),
                    term.getValue().stream().filter(each -> isCancelled(world, each)).count()))
        .toList();
  }

  private static boolean isCancelled(World world, Contract contract) {
    return contract.events().stream()
        .filter(event -> world.timeline().holds(event.at()))
        .anyMatch(event -> event.kind().equals("cancelled"));
  }

  private static Optional<Contract> contractOf(World world, Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.SUBSCRIPTIONS, customer.number());
    boolean wants = dice.chance(customer.isCompany() ? 0.30 : 0.03);
    if (!wants || !world.timeline().plans(customer.firstOrderAt())) {
      return Optional.empty();
    }
    int months = dice.chance(0.7) ? 12 : dice.chance(0.5) ? 1 : 24;
    Terms terms = new Terms("P0" + dice.between(41, 60), months, dice.chance(0.8));
    List<Event> events = live(world, dice, customer, months);
    return events.isEmpty() ? Optional.empty() : Optional.of(new Contract(terms, events));
  }

  private static List<Event> live(World world, Dice dice, Customer customer, int months) {
    long cents = customer.isCompany() ? dice.between(5, 80) * 1_000L : dice.between(1, 4) * 500L;
    long at = dice.moment(Times.dayOf(customer.firstOrderAt()) + dice.between(0, 90));
    List<Event> events = new ArrayList<>();
    Event event = new Event("created", at, cents, "");
    while (world.timeline().plans(event.at())) {
      events.add(event);
      if (event.kind().equals("cancelled")) {
        break;
      }
      at = dice.moment(Times.dayOf(at) + dice.between(60, 30 * Math.max(3, months)));
      event = next(dice, at, event.cents());
    }
    return events;
  }

  private static Event next(Dice dice, long at, long cents) {
    return switch (dice.weighted(0.35, 0.65, 0.75, 0.85, 1.0)) {
      case 0 -> new Event("renewed", at, cents, "");
      case 1 -> new Event("expanded", at, cents * 125 / 100, "");
      case 2 -> new Event("contracted", at, cents * 80 / 100, "");
      case 3 -> new Event("payment_failed", at, cents, "card expired");
      default -> new Event("cancelled", at, cents, dice.chance(0.7) ? "asked for" : "not paid");
    };
  }

  /** The subscription as each delivery knows it. */
  private void states(Customer customer, Terms terms, List<Event> events) {
    long[] changes = events.stream().mapToLong(Event::at).toArray();
    for (int delivery : world.timeline().deliveriesOf(changes)) {
      long now = world.timeline().newest(delivery, changes);
      Event last = events.stream().filter(event -> event.at() == now).findFirst().orElseThrow();
      long start = events.get(0).at();
      feeds
          .to(Feed.SUBSCRIPTIONS)
          .change(
              delivery,
              now,
              "X" + customer.number(),
              customer.id(),
              terms.productId(),
              Times.text(start),
              Integer.toString(terms.months()),
              Times.dateText(Times.dayOf(start) + terms.months() * 30L),
              Money.text(last.cents()),
              "EUR",
              Boolean.toString(terms.autoRenew()),
              last.kind().equals("cancelled") ? "cancelled" : "active");
    }
  }

  private void event(Customer customer, int number, Event event) {
    feeds
        .to(Feed.SUBSCRIPTION_EVENTS)
        .change(
            event.at(),
            "X" + customer.number() + "-" + number,
            "X" + customer.number(),
            event.kind(),
            Times.text(event.at()),
            Money.text(event.cents()),
            event.reason());
  }
}
