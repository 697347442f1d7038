package org.crmkpi.clv.spend;

import java.util.List;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.fit.Fitting;
import org.crmkpi.clv.fit.MaximumLikelihood;

/**
 * The Gamma-Gamma model of what a customer spends on a day of purchase, independent of how often he
 * buys (Fader and Hardie 2013, The Gamma-Gamma model of monetary value): amounts are gamma
 * distributed around a mean of the customer, which differs between customers.
 *
 * @param p shape of the amounts of a customer
 * @param q shape of the gamma distribution of their scales
 * @param v scale of it, an amount of the currency
 */
public record GammaGamma(double p, double q, double v) {
  /** The name of the model in tables. */
  public static final String NAME = "gamma_gamma";

  private static final List<String> PARAMETERS = List.of("p", "q", "v");

  public GammaGamma {
    if (!(p > 0 && q > 0 && v > 0)) {
      throw new IllegalArgumentException("p %s, q %s, v %s are not above 0".formatted(p, q, v));
    }
  }

  /** The model with the parameters of an estimate, in its order. */
  public static GammaGamma of(double[] parameters) {
    return new GammaGamma(parameters[0], parameters[1], parameters[2]);
  }

  /**
   * Fits the model to customers with repeat purchases. An estimate with q of 1 or less, which has
   * no mean, counts as not converged.
   */
  public static Estimate fit(SpendSummary summary) {
    Estimate estimate =
        MaximumLikelihood.fit(
            NAME,
            PARAMETERS,
            new SpendLikelihood(summary),
            new SpendLikelihood(summary.coarsened()),
            starts(summary.meanSpend()));
    return new Estimate(
        estimate.model(),
        estimate.names(),
        estimate.values(),
        estimate.logCovariance(),
        estimate.logLikelihood(),
        estimate.converged() && estimate.values().get(1) > 1,
        estimate.cases());
  }

  /** Fitting by segment, of segments with at least so many customers who came back. */
  public static Fitting<SpendSummary> fitting(long leastRepeaters) {
    return new Fitting<>(
        SpendSummary::sum,
        summary -> summary.customers() >= Math.max(1, leastRepeaters),
        GammaGamma::fit);
  }

  /**
   * The expected spend on a later day of purchase of a customer who spent so much in the mean on so
   * many days (equation 5): between his own mean and that of all customers, nearer to his own the
   * more he bought. Without a purchase it is the mean of all customers.
   */
  public double expectedMeanSpend(double purchases, double meanSpend) {
    return p * (v + purchases * meanSpend) / (p * purchases + q - 1);
  }

  /** The mean spend on a day of purchase over all customers, p v / (q - 1). */
  public double meanSpend() {
    return expectedMeanSpend(0, 0);
  }

  private static List<double[]> starts(double mean) {
    return List.of(start(6, 4, mean), start(1, 2, mean), start(2, 10, mean));
  }

  private static double[] start(double p, double q, double mean) {
    return new double[] {p, q, mean * (q - 1) / p};
  }
}
