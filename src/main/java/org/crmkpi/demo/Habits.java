package org.crmkpi.demo;

import java.util.function.LongConsumer;

/**
 * How often ordinary customers come back: each has a rate of their own, and after every purchase
 * some never return (the behaviour that the BG/NBD model describes). The mean rate is fitted so
 * that the company has the orders it was asked for.
 */
final class Habits {
  private static final int TRIALS = 3_000;
  private static final int HALVINGS = 16;

  private final World world;
  private final double meanGapDays;
  private final double loyalty;

  private Habits(World world, double meanGapDays) {
    this.world = world;
    this.meanGapDays = meanGapDays;
    this.loyalty = 2.0 * world.settings().ordersPerCustomer();
  }

  /**
   * Fits the mean gap by halving; planted customers keep their own habits and count as six orders
   * each.
   */
  static Habits fitted(World world) {
    double wanted = Math.max(1.2, (world.settings().ordersPerCustomer() - 0.84) / 0.80);
    double tooBusy = 0.5;
    double tooIdle = 3_000;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = StrictMath.sqrt(tooBusy * tooIdle);
      if (new Habits(world, middle).meanOrders() > wanted) {
        tooBusy = middle;
      } else {
        tooIdle = middle;
      }
    }
    return new Habits(world, tooIdle);
  }

  /** Calls {@code again} with every purchase after the one at {@code first}. */
  void comeBack(Dice dice, long first, LongConsumer again) {
    double gap = meanGapDays * dice.lognormal(1.0, 0.7);
    double leaves = 1.0 - StrictMath.pow(1.0 - dice.unit(), 1.0 / loyalty);
    double day = Times.dayOf(first);
    long end = (world.timeline().horizon().toEpochDay() + 1) * Times.DAY;
    while (!dice.chance(leaves)) {
      do {
        day += dice.exponential(gap);
      } while (day * Times.DAY < end && !dice.chance(Season.appetite((long) day)));
      long at = dice.moment((long) Math.min(day, 1e6));
      if (at >= end) {
        return;
      }
      if (at > first) {
        again.accept(at);
      }
    }
  }

  private double meanOrders() {
    long[] orders = {TRIALS};
    for (int trial = 0; trial < TRIALS; trial++) {
      Dice dice = Dice.of(world.seed(), Topic.CALIBRATION, trial);
      comeBack(dice, dice.moment(world.season().day(dice)), at -> orders[0]++);
    }
    return (double) orders[0] / TRIALS;
  }
}
