package org.crmkpi.clv.repeat;

/**
 * The MBG/NBD model (Batislam, Denizel and Filiztekin 2007, International Journal of Research in
 * Marketing 24; the CBG/NBD model of Hoppe and Wagner 2007, Marketing JRM 3): as {@link BgNbd}, but
 * a customer can drop out after the first purchase too, so a one-time buyer may be gone.
 *
 * @param r shape of the gamma distribution of the purchase rates
 * @param alpha its scale, in days
 * @param a first parameter of the beta distribution of the dropout probabilities
 * @param b second parameter of it
 */
public record MbgNbd(double r, double alpha, double a, double b) implements RepeatModel {
  private static final int MORE = 1;

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
