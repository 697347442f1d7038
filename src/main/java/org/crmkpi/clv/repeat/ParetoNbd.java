package org.crmkpi.clv.repeat;

/**
 * The Pareto/NBD model (Schmittlein, Morrison and Colombo 1987, Counting your customers, Management
 * Science 33; formulas from Fader and Hardie 2005, A note on deriving the Pareto/NBD model and
 * related expressions: P(alive) in section 5, expected purchases in section 6): a customer can drop
 * out at any time, at a rate of his own, which is gamma distributed.
 *
 * @param r shape of the gamma distribution of the purchase rates
 * @param alpha its scale, in days
 * @param s shape of the gamma distribution of the dropout rates
 * @param beta its scale, in days
 */
public record ParetoNbd(double r, double alpha, double s, double beta) implements RepeatModel {

  public ParetoNbd {
    if (!(r > 0 && alpha > 0 && s > 0 && beta > 0)) {
      throw new IllegalArgumentException(
          "r %s, alpha %s, s %s, beta %s are not above 0".formatted(r, alpha, s, beta));
    }
  }

  @Override
  public double pAlive(double purchases, double lastDay, double observedDays) {
    ParetoIntegral between =
        ParetoIntegral.of(this, purchases, lastDay)
            .minus(ParetoIntegral.of(this, purchases, observedDays));
    double logAlive =
        -(r + purchases) * Math.log(alpha + observedDays) - s * Math.log(beta + observedDays);
    return 1 / (1 + Math.exp(Math.log(s) + between.log() - logAlive));
  }

  @Override
  public double expectedPurchasesIfAliveInDays(double purchases, double observedDays, double days) {
    double scale = beta + observedDays;
    double log = Math.log1p(days / scale);
    double lasting = s == 1 ? log : -Math.expm1((1 - s) * log) / (s - 1);
    return (r + purchases) / (alpha + observedDays) * scale * lasting;
  }

  @Override
  public double purchasesPerDayIfAlive(double purchases, double observedDays, double daysFromNow) {
    double staying = Math.exp(-s * Math.log1p(daysFromNow / (beta + observedDays)));
    return (r + purchases) / (alpha + observedDays) * staying;
  }

  @Override
  public double memoryDays(double observedDays) {
    return beta + observedDays;
  }
}
