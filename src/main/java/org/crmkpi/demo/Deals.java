package org.crmkpi.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The deals that lead to a company customer and the later ones. A company's deals are drawn until
 * one is won, so about 35 in 100 closed deals are won, whoever they are counted for.
 */
final class Deals {
  private static final List<Stage> STAGES = List.of(Stage.values());
  private static final int AT_MOST = 30;
  private static final double SHORTCUT = 0.03;

  private final World world;

  Deals(World world) {
    this.world = world;
  }

  /**
   * The deals of company {@code number}; the first one won makes it a customer, later ones are
   * expansions.
   */
  List<Deal> of(long number, String segment) {
    Dice dice = Dice.of(world.seed(), Topic.DEALS, number);
    List<Deal> deals = new ArrayList<>();
    Deal deal;
    do {
      long start = dice.moment(world.season().day(dice));
      deal = make(dice, number, segment, deals.size() + 1, start);
      deals.add(deal);
    } while (!deal.won() && deals.size() < AT_MOST);
    long start = deal.closedAt();
    while (dice.chance(0.45)) {
      start = dice.moment(Times.dayOf(start) + dice.between(60, 400));
      deals.add(make(dice, number, segment, deals.size() + 1, start));
    }
    return deals;
  }

  private Deal make(Dice dice, long number, String segment, int sequence, long start) {
    List<Stay> stays = new ArrayList<>();
    boolean won = walk(dice, start, stays);
    Product product = world.products().pick(dice, dice.between(3, 5), Times.dayOf(start));
    return new Deal(
        "D" + number + "-" + sequence,
        sequence,
        "A" + number,
        world.staff().seller(dice),
        product,
        amount(dice, segment),
        won,
        stays);
  }

  /** Walks through the stages; some deals skip one and some fall back from Negotiate to Propose. */
  private static boolean walk(Dice dice, long start, List<Stay> stays) {
    long enteredAt = start;
    boolean fellBack = false;
    int at = 0;
    while (at < STAGES.size()) {
      Stage stage = STAGES.get(at);
      long leftAt = leave(dice, stage, enteredAt);
      stays.add(new Stay(stays.size() + 1, stage, enteredAt, leftAt));
      enteredAt = leftAt;
      if (stage == Stage.NEGOTIATE && !fellBack && dice.chance(SHORTCUT)) {
        fellBack = true;
        at = STAGES.indexOf(Stage.PROPOSE);
      } else if (!dice.chance(stage.conversion())) {
        return false;
      } else {
        at += stage == Stage.QUALIFY && dice.chance(SHORTCUT) ? 2 : 1;
      }
    }
    return true;
  }

  private static long leave(Dice dice, Stage stage, long enteredAt) {
    long days = Math.max(1, Math.round(dice.lognormal(stage.medianDays(), 0.6)));
    return dice.moment(Times.dayOf(enteredAt) + days);
  }

  private static long amount(Dice dice, String segment) {
    double median =
        switch (segment) {
          case "Enterprise" -> 800_000;
          case "Mid-market" -> 180_000;
          default -> 45_000;
        };
    return Math.round(dice.lognormal(median, 0.7) / 5_000) * 5_000 + 5_000;
  }
}
