package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * How busy each day is: the company grows by about 1.8 percent a month, autumn is strong, summer is
 * weak.
 */
final class Season {
  private static final double[] MONTHS = {
    0.90, 0.86, 1.00, 1.00, 1.05, 0.96, 0.86, 0.84, 1.05, 1.10, 1.28, 1.20
  };
  private static final double BUSIEST = 1.28;

  private final long first = Timeline.FIRST_DAY.toEpochDay();
  private final double[] cumulative;

  Season(Timeline timeline) {
    cumulative = new double[(int) (timeline.horizon().toEpochDay() - first + 1)];
    double sum = 0;
    for (int index = 0; index < cumulative.length; index++) {
      sum += weight(LocalDate.ofEpochDay(first + index), index);
      cumulative[index] = sum;
    }
    for (int index = 0; index < cumulative.length; index++) {
      cumulative[index] /= sum;
    }
  }

  /** A day on which a customer or a deal comes in. */
  long day(Dice dice) {
    int found = Arrays.binarySearch(cumulative, dice.unit());
    return first + (found < 0 ? -found - 1 : found);
  }

  /** Share of all customers who come in on {@code day}. */
  double share(long day) {
    int index = (int) (day - first);
    return cumulative[index] - (index == 0 ? 0 : cumulative[index - 1]);
  }

  /** Chance that a purchase of the busiest month also happens on {@code day}. */
  static double appetite(long day) {
    return MONTHS[LocalDate.ofEpochDay(day).getMonthValue() - 1] / BUSIEST;
  }

  private static double weight(LocalDate day, int index) {
    double weekend = day.getDayOfWeek().getValue() > 5 ? 0.6 : 1.0;
    return MONTHS[day.getMonthValue() - 1] * weekend * StrictMath.exp(0.018 * index / 30.4);
  }
}
