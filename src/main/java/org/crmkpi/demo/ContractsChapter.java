package org.crmkpi.demo;

import java.util.List;

/**
 * Writes subscriptions and what happens to them, and the work of the sellers on deals and leads.
 */
final class ContractsChapter implements Chapter {
  private static final List<String> WORK =
      List.of("call", "call", "email", "email", "meeting", "visit");
  private static final List<String> OUTCOMES = List.of("connected", "no answer", "left a message");

  private final World world;
  private final Feeds feeds;

  ContractsChapter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    work(Dice.of(world.seed(), Topic.ACTIVITIES, customer.number()), customer);
    Dice dice = Dice.of(world.seed(), Topic.SUBSCRIPTIONS, customer.number());
    boolean wants = dice.chance(customer.isCompany() ? 0.30 : 0.03);
    if (wants && world.timeline().holds(customer.firstOrderAt())) {
      subscribe(dice, customer);
    }
  }

  /** One activity or two in each stage of a deal. */
  private void work(Dice dice, Customer customer) {
    int sequence = 0;
    for (Deal deal : customer.deals()) {
      for (Stay stay : deal.stays()) {
        int activities = dice.between(0, 2);
        for (int activity = 0; activity < activities; activity++) {
          long span = Math.max(1, Times.dayOf(stay.leftAt()) - Times.dayOf(stay.enteredAt()));
          long at = dice.moment(Times.dayOf(stay.enteredAt()) + (long) (dice.unit() * span));
          sequence++;
          activity(dice, "W" + customer.number() + "-" + sequence, deal, at);
        }
      }
    }
  }

  private void activity(Dice dice, String id, Deal deal, long at) {
    feeds
        .to(Feed.ACTIVITIES)
        .change(
            at,
            id,
            dice.pick(WORK),
            deal.ownerId(),
            "",
            deal.id(),
            "",
            Times.text(at),
            dice.pick(OUTCOMES));
  }

  /** A subscription with its price, in cents, as it changes. */
  private static final class Running {
    private final String id;
    private long cents;
    private long at;
    private int events;
    private String status = "active";

    Running(String id, long cents, long at) {
      this.id = id;
      this.cents = cents;
      this.at = at;
    }
  }

  private void subscribe(Dice dice, Customer customer) {
    long start = dice.moment(Times.dayOf(customer.firstOrderAt()) + dice.between(0, 90));
    long cents = customer.isCompany() ? dice.between(5, 80) * 1_000L : dice.between(1, 4) * 500L;
    int months = dice.chance(0.7) ? 12 : dice.chance(0.5) ? 1 : 24;
    Running running = new Running("X" + customer.number(), cents, start);
    if (!world.timeline().holds(start)) {
      return;
    }
    event(running, "created", "");
    while (running.status.equals("active")) {
      live(dice, running, months);
    }
    feeds
        .to(Feed.SUBSCRIPTIONS)
        .change(
            running.at,
            running.id,
            customer.id(),
            "P0" + dice.between(41, 60),
            Times.text(start),
            Integer.toString(months),
            Times.dateText(Times.dayOf(start) + months * 30L),
            Money.text(running.cents),
            "EUR",
            Boolean.toString(dice.chance(0.8)),
            running.status.equals("cancelled") ? "cancelled" : "active");
  }

  /** What happens next; at the end of the history the subscription is as it then was. */
  private void live(Dice dice, Running running, int months) {
    long next = dice.moment(Times.dayOf(running.at) + dice.between(60, 30 * Math.max(3, months)));
    if (!world.timeline().holds(next)) {
      running.status = "ended";
      return;
    }
    running.at = next;
    switch (dice.weighted(0.35, 0.65, 0.75, 0.85, 1.0)) {
      case 0 -> event(running, "renewed", "");
      case 1 -> reprice(running, "expanded", 125);
      case 2 -> reprice(running, "contracted", 80);
      case 3 -> event(running, "payment_failed", "card expired");
      default -> {
        running.status = "cancelled";
        event(running, "cancelled", dice.chance(0.7) ? "asked for" : "not paid");
      }
    }
  }

  private void reprice(Running running, String kind, int percent) {
    running.cents = running.cents * percent / 100;
    event(running, kind, "");
  }

  private void event(Running running, String kind, String reason) {
    running.events++;
    feeds
        .to(Feed.SUBSCRIPTION_EVENTS)
        .change(
            running.at,
            running.id + "-" + running.events,
            running.id,
            kind,
            Times.text(running.at),
            Money.text(running.cents),
            reason);
  }
}
