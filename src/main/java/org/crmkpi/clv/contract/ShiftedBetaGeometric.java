package org.crmkpi.clv.contract;

import java.util.List;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.fit.Fitting;
import org.crmkpi.clv.fit.MaximumLikelihood;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.crmkpi.clv.numeric.Hypergeometric;
import org.hipparchus.special.Gamma;

/**
 * The shifted-beta-geometric model of contracts that can end at each renewal only: every customer
 * has a constant probability to end, which differs between customers by a beta distribution (Fader
 * and Hardie 2007, How to project customer retention, Journal of Interactive Marketing 21). Those
 * who stay are the loyal ones, so retention rises with age although no customer changes.
 *
 * @param alpha the first parameter of the beta distribution of the probability to end
 * @param beta the second one
 */
public record ShiftedBetaGeometric(double alpha, double beta) {
  /** The name of the model in tables. */
  public static final String NAME = "shifted_beta_geometric";

  private static final List<String> PARAMETERS = List.of("alpha", "beta");
  private static final List<double[]> STARTS =
      List.of(
          new double[] {1, 1}, new double[] {0.5, 2}, new double[] {2, 10}, new double[] {10, 20});

  public ShiftedBetaGeometric {
    if (!(alpha > 0 && beta > 0)) {
      throw new IllegalArgumentException(
          "alpha %s, beta %s are not above 0".formatted(alpha, beta));
    }
  }

  /** The model with the parameters of an estimate, in its order. */
  public static ShiftedBetaGeometric of(double[] parameters) {
    return new ShiftedBetaGeometric(parameters[0], parameters[1]);
  }

  /** Fits the model; contracts of at least two ages, some of them ended. */
  public static Estimate fit(ContractSummary summary) {
    ContractLikelihood likelihood = new ContractLikelihood(summary);
    return MaximumLikelihood.fit(NAME, PARAMETERS, likelihood, likelihood, STARTS);
  }

  /** Fitting by segment, of segments with at least so many ended contracts. */
  public static Fitting<ContractSummary> fitting(long leastLost) {
    return new Fitting<>(
        ContractSummary::sum,
        summary -> summary.lost() >= Math.max(1, leastLost),
        ShiftedBetaGeometric::fit);
  }

  /** S(t): the share of contracts that is renewed at least t times (equation 6). */
  public double survival(double renewals) {
    return Math.exp(
        Gamma.logGamma(beta + renewals)
            - Gamma.logGamma(beta)
            - Gamma.logGamma(alpha + beta + renewals)
            + Gamma.logGamma(alpha + beta));
  }

  /** r(t): the share of contracts that are renewed the t-th time, of those due (equation 8). */
  public double retention(double renewal) {
    return (beta + renewal - 1) / (alpha + beta + renewal - 1);
  }

  /**
   * The discounted number of renewals that a running contract has yet to come, each worth what it
   * is worth on its day. Times the margin of a period this is the residual lifetime value (Fader
   * and Hardie 2010, Customer-base valuation in a contractual setting, Marketing Science 29: the
   * sum of S(n + t) / S(n) discounted; without end it is 2F1(1, beta + n; alpha + beta + n; d) - 1
   * at the discount factor d of a period).
   *
   * @param renewals how often the contract has been renewed so far
   * @param daysToNext days until the next renewal
   * @param periodDays days between two renewals
   * @param horizonDays renewals after so many days do not count; may be infinite when there is a
   *     discount
   */
  public double discountedRenewalsInDays(
      double renewals,
      double daysToNext,
      double periodDays,
      double horizonDays,
      double discountRatePerYear) {
    Discount discount = new Discount(discountRatePerYear);
    if (Double.isInfinite(horizonDays)) {
      return discount.factor(daysToNext - periodDays)
          * endless(renewals, discount.factor(periodDays));
    }
    CompensatedSum sum = new CompensatedSum();
    double share = 1;
    int count = (int) Math.floor((horizonDays - daysToNext) / periodDays + 1);
    for (int t = 0; t < count; t++) {
      share *= retention(renewals + t + 1);
      sum.add(share * discount.factor(daysToNext + t * periodDays));
    }
    return sum.value();
  }

  private double endless(double renewals, double factor) {
    if (factor >= 1) {
      throw new IllegalArgumentException("an infinite horizon needs a discount");
    }
    return Hypergeometric.series(1, beta + renewals, alpha + beta + renewals, factor) - 1;
  }
}
