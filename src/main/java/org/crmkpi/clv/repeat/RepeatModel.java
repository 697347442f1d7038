package org.crmkpi.clv.repeat;

import org.crmkpi.clv.Discount;
import org.crmkpi.clv.numeric.Quadrature;

/**
 * A fitted model of repeat buying: customers buy at random at a rate of their own until they drop
 * out, which nobody sees. A history is {@code purchases} x, {@code lastDay} t_x and {@code
 * observedDays} T, as in {@link RepeatCase}.
 */
public sealed interface RepeatModel permits BgNbd, MbgNbd, ParetoNbd {

  /** The probability that a customer has not dropped out by the end of the observation. */
  double pAlive(double purchases, double lastDay, double observedDays);

  /** The expected purchases in the days to come of a customer who is known to be alive. */
  double expectedPurchasesIfAliveInDays(double purchases, double observedDays, double days);

  /**
   * The expected purchases a day, so many days from now, of a customer who is known to be alive
   * now: the derivative of {@link #expectedPurchasesIfAliveInDays}.
   */
  double purchasesPerDayIfAlive(double purchases, double observedDays, double daysFromNow);

  /** The days over which the rate of purchases of a customer falls noticeably. */
  double memoryDays(double observedDays);

  /** The expected purchases of a customer in the days after the observation. */
  default double expectedPurchasesInDays(
      double purchases, double lastDay, double observedDays, double days) {
    return pAlive(purchases, lastDay, observedDays)
        * expectedPurchasesIfAliveInDays(purchases, observedDays, days);
  }

  /** The expected repeat purchases of a new customer in the days after the first purchase. */
  default double expectedPurchasesOfNewCustomerInDays(double days) {
    return expectedPurchasesInDays(0, 0, 0, days);
  }

  /**
   * The expected purchases in the days after the observation, each discounted from its day (Fader,
   * Hardie and Lee 2005, RFM and CLV, Journal of Marketing Research 42, in continuous time). Times
   * the margin of a purchase this is the residual value of the customer.
   *
   * @param days may be infinite when there is a discount
   */
  default double discountedPurchasesInDays(
      double purchases,
      double lastDay,
      double observedDays,
      double days,
      double discountRatePerYear) {
    double force = new Discount(discountRatePerYear).forcePerDay();
    double end = Math.min(days, 37 / force);
    if (Double.isInfinite(end)) {
      throw new IllegalArgumentException("an infinite horizon needs a discount");
    }
    return pAlive(purchases, lastDay, observedDays)
        * Quadrature.integral(
            t -> purchasesPerDayIfAlive(purchases, observedDays, t) * Math.exp(-force * t),
            memoryDays(observedDays),
            end);
  }
}
