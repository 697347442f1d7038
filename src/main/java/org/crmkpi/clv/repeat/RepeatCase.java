package org.crmkpi.clv.repeat;

/**
 * Customers with the same history. A customer's purchases of one day are one purchase.
 *
 * @param purchases x: days with a purchase after the first one
 * @param lastDay t_x: days from the first purchase to the last; 0 without a repeat purchase
 * @param observedDays T: days from the first purchase to the end of the observation
 * @param customers how many customers
 */
public record RepeatCase(int purchases, int lastDay, int observedDays, long customers) {
  public RepeatCase {
    boolean isHistory = purchases >= 0 && lastDay >= 0 && lastDay <= observedDays;
    if (!isHistory || customers < 1 || (purchases == 0 && lastDay > 0)) {
      throw new IllegalArgumentException(
          "no history: purchases %d, last day %d, observed days %d, customers %d"
              .formatted(purchases, lastDay, observedDays, customers));
    }
  }
}
