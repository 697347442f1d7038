package org.crmkpi.demo;

import java.util.List;

/** Writes service cases with their history, and surveys. */
final class ServiceChapter implements Chapter {
  /** What the marks and moods below come to. */
  static final DemoTruths.Perception PERCEPTION =
      new DemoTruths.Perception(28, 0.4, 0.7, 10 + 360 * StrictMath.log(2));

  private static final List<String> SUBJECTS =
      List.of("Where is my order?", "Invoice, wrong address", "Login", "Defect", "How do I \"x\"?");
  private static final List<String> PRIORITIES = List.of("high", "normal", "normal", "low");

  private final World world;
  private final Purchases purchases;
  private final Feeds feeds;

  ServiceChapter(World world, Purchases purchases, Feeds feeds) {
    this.world = world;
    this.purchases = purchases;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    if (!world.timeline().plans(customer.createdAt())) {
      return;
    }
    Dice cases = Dice.of(world.seed(), Topic.CASES, customer.number());
    Dice surveys = Dice.of(world.seed(), Topic.SURVEYS, customer.number());
    for (Purchase purchase : purchases.of(customer)) {
      if (cases.chance(0.06)) {
        complains(cases, customer, purchase);
      }
      if (surveys.chance(0.12)) {
        asked(surveys, customer, purchase);
      }
    }
  }

  private void complains(Dice dice, Customer customer, Purchase purchase) {
    String id = "S" + customer.number() + "-" + purchase.sequence();
    long opened = dice.moment(Times.dayOf(purchase.at()) + dice.between(1, 20));
    long answered = later(opened, 600 + dice.exponential(6 * 3_600));
    // Now and then the agent must ask back, and the customer takes about a day to reply.
    long waits = dice.chance(0.3) ? later(answered, dice.exponential(2 * 3_600)) : Times.NEVER;
    long replied = later(waits, dice.exponential(20 * 3_600));
    long done = dice.moment(Times.dayOf(opened) + (long) dice.lognormal(2, 0.9));
    long closed = Math.max(done, waits == Times.NEVER ? answered : later(replied, 600));
    // One case in ten comes back.
    long reopened = dice.chance(0.1) ? later(closed, dice.exponential(Times.DAY)) : Times.NEVER;
    long closedAgain = later(reopened, 600 + dice.exponential(12 * 3_600));
    String agent = world.staff().agent(dice);
    String priority = dice.pick(PRIORITIES);
    String subject = dice.pick(SUBJECTS);
    for (int delivery : world.timeline().deliveriesOf(opened, closed, reopened, closedAgain)) {
      long cut = world.timeline().cut(delivery);
      long newest = reopened < cut ? closedAgain : closed;
      boolean open = newest >= cut;
      feeds
          .to(Feed.CASES)
          .change(
              delivery,
              world.timeline().newest(delivery, opened, closed, reopened, closedAgain),
              id,
              customer.id(),
              "O" + customer.number() + "-" + purchase.sequence(),
              agent,
              priority,
              subject,
              Times.text(opened),
              open ? "" : Times.text(newest),
              open ? "open" : "closed");
    }
    event(id, 1, "opened", agent, priority, opened);
    event(id, 2, "answered", agent, priority, answered);
    event(id, 3, "waiting", agent, priority, waits);
    event(id, 4, "noted", agent, priority, replied);
    event(id, 5, "closed", agent, priority, closed);
    event(id, 6, "reopened", agent, priority, reopened);
    event(id, 7, "closed", agent, priority, closedAgain);
    if (dice.chance(0.4)) {
      rated(dice, customer, id, closed);
    }
  }

  /** So many seconds later, but never in the hour of the night that summer time leaves out. */
  private static long later(long moment, double seconds) {
    if (moment == Times.NEVER) {
      return Times.NEVER;
    }
    long then = moment + (long) seconds;
    return Math.floorMod(then, Times.DAY) / 3_600 == 2 ? then + 3_600 : then;
  }

  private void event(String id, int step, String kind, String agent, String priority, long at) {
    boolean isPublic = "answered".equals(kind);
    feeds
        .to(Feed.CASE_EVENTS)
        .change(
            at,
            id + "-" + step,
            id,
            kind,
            agent,
            priority,
            Boolean.toString(isPublic),
            Times.text(at));
  }

  private void rated(Dice dice, Customer customer, String caseId, long closed) {
    int satisfied = 1 + dice.weighted(0.06, 0.14, 0.30, 0.65, 1.0);
    survey("csat-" + caseId, "csat", customer, caseId, 5, satisfied, closed + 3_600, dice);
    if (dice.chance(0.5)) {
      int effort = 1 + dice.weighted(0.25, 0.50, 0.68, 0.80, 0.89, 0.95, 1.0);
      survey("ces-" + caseId, "ces", customer, caseId, 7, effort, closed + 3_600, dice);
    }
  }

  /** Would you recommend us? About 48 promoters and 20 detractors in 100 answers. */
  private void asked(Dice dice, Customer customer, Purchase purchase) {
    int mood = dice.weighted(0.20, 0.52, 1.0);
    int score =
        mood == 0 ? dice.between(0, 6) : mood == 1 ? dice.between(7, 8) : dice.between(9, 10);
    String id = "nps-" + customer.number() + "-" + purchase.sequence();
    survey(id, "nps", customer, "", 10, score, purchase.at() + 7 * Times.DAY, dice);
  }

  /** Two in five answer, within hours. */
  private void survey(
      String id,
      String kind,
      Customer customer,
      String caseId,
      int scale,
      int score,
      long askedAt,
      Dice dice) {
    long answered = dice.chance(0.4) ? later(askedAt, dice.exponential(8 * 3_600)) : Times.NEVER;
    for (int delivery : world.timeline().deliveriesOf(askedAt, answered)) {
      boolean known = answered < world.timeline().cut(delivery);
      feeds
          .to(Feed.SURVEY_RESPONSES)
          .change(
              delivery,
              known ? answered : askedAt,
              id,
              kind,
              customer.id(),
              caseId,
              Integer.toString(scale),
              known ? Integer.toString(score) : "",
              Times.text(askedAt),
              known ? Times.text(answered) : "");
    }
  }
}
