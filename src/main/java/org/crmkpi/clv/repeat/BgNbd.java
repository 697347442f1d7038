package org.crmkpi.clv.repeat;

/**
 * The BG/NBD model (Fader, Hardie and Lee 2005, Counting your customers the easy way, Marketing
 * Science 24): a customer can drop out after each repeat purchase. Who never came back counts as
 * alive for certain, so churn is never derived from its P(alive).
 *
 * <p>P(alive) follows from equation 6, expected purchases are equation 10, those of a new customer
 * equation 9.
 *
 * @param r shape of the gamma distribution of the purchase rates
 * @param alpha its scale, in days
 * @param a first parameter of the beta distribution of the dropout probabilities
 * @param b second parameter of it
 */
public record BgNbd(double r, double alpha, double a, double b) implements RepeatModel {
  private static final int MORE = 0;

  private BetaGeometric shared() {
    return new BetaGeometric(r, alpha, a, b, MORE);
  }

  @Override
  public double pAlive(double purchases, double lastDay, double observedDays) {
    return shared().pAlive(purchases, lastDay, observedDays);
  }

  @Override
  public double expectedPurchasesIfAliveInDays(double purchases, double observedDays, double days) {
    return shared().expectedIfAlive(purchases, observedDays, days);
  }

  @Override
  public double purchasesPerDayIfAlive(double purchases, double observedDays, double daysFromNow) {
    return shared().rateIfAlive(purchases, observedDays, daysFromNow);
  }

  @Override
  public double memoryDays(double observedDays) {
    return alpha + observedDays;
  }
}
