package org.crmkpi.clv.spend;

/**
 * Customers who spent the same.
 *
 * @param purchases x: days with a repeat purchase, at least one
 * @param meanSpend the mean amount of these days, in any currency; above 0
 * @param customers how many customers
 */
public record SpendCase(int purchases, double meanSpend, long customers) {
  public SpendCase {
    boolean isSpend = purchases > 0 && meanSpend > 0 && Double.isFinite(meanSpend);
    if (!isSpend || customers < 1) {
      throw new IllegalArgumentException(
          "no spend: purchases %d, mean spend %s, customers %d"
              .formatted(purchases, meanSpend, customers));
    }
  }
}
