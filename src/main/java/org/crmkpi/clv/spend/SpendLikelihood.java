package org.crmkpi.clv.spend;

import java.util.List;
import java.util.SortedMap;
import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.numeric.ChunkedSum;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.hipparchus.special.Gamma;

/**
 * The log-likelihood of the Gamma-Gamma model (Fader and Hardie 2013, equation 1a): with z the mean
 * of x purchases,
 *
 * <p>f(z) = Gamma(p x + q) / (Gamma(p x) Gamma(q)) v^q z^(p x - 1) x^(p x) / (v + x z)^(p x + q).
 *
 * <p>Only log(v + x z) is computed for each case; all else is summed by x.
 */
final class SpendLikelihood implements LogLikelihood {
  private static final int P = 0;
  private static final int Q = 1;
  private static final int V = 2;
  private static final int VALUE = 3;

  private final int[] purchases;
  private final double[] totals;
  private final double[] customers;
  private final SortedMap<Integer, Long> customersByPurchases;
  private final long cases;
  private final double sumOfLogs;
  private final double weightedLogs;

  SpendLikelihood(SpendSummary summary) {
    List<SpendCase> rows = summary.cases();
    purchases = rows.stream().mapToInt(SpendCase::purchases).toArray();
    totals = rows.stream().mapToDouble(c -> c.purchases() * c.meanSpend()).toArray();
    customers = rows.stream().mapToDouble(SpendCase::customers).toArray();
    customersByPurchases = summary.customersByPurchases();
    cases = summary.customers();
    CompensatedSum logs = new CompensatedSum();
    CompensatedSum weighted = new CompensatedSum();
    for (int i = 0; i < totals.length; i++) {
      logs.add(customers[i] * Math.log(totals[i] / purchases[i]));
      weighted.add(customers[i] * purchases[i] * Math.log(totals[i]));
    }
    sumOfLogs = logs.value();
    weightedLogs = weighted.value();
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public long cases() {
    return cases;
  }

  @Override
  public double at(double[] logParameters, double[] gradient) {
    double p = Math.exp(logParameters[P]);
    double q = Math.exp(logParameters[Q]);
    double v = Math.exp(logParameters[V]);
    double[] sums = ChunkedSum.of(totals.length, 4, logs(p, q, v));
    double[] counts = counts(p, q);
    gradient[P] = p * (counts[P] + weightedLogs + sums[P]);
    gradient[Q] = q * (counts[Q] + cases * logParameters[V] + sums[Q]);
    gradient[V] = cases * q + v * sums[V];
    return counts[VALUE]
        + cases * q * logParameters[V]
        + p * weightedLogs
        - sumOfLogs
        + sums[VALUE];
  }

  private ChunkedSum.Terms logs(double p, double q, double v) {
    return (from, to, sums) -> {
      for (int i = from; i < to; i++) {
        double log = customers[i] * Math.log(v + totals[i]);
        double power = p * purchases[i] + q;
        sums[P] -= purchases[i] * log;
        sums[Q] -= log;
        sums[V] -= power * customers[i] / (v + totals[i]);
        sums[VALUE] -= power * log;
      }
    };
  }

  /** The logarithm of Gamma(p x + q) / (Gamma(p x) Gamma(q)) and its derivatives. */
  private double[] counts(double p, double q) {
    CompensatedSum value = new CompensatedSum();
    CompensatedSum byP = new CompensatedSum();
    CompensatedSum byQ = new CompensatedSum();
    customersByPurchases.forEach(
        (x, count) -> {
          double ofSum = Gamma.digamma(p * x + q);
          value.add(
              count * (Gamma.logGamma(p * x + q) - Gamma.logGamma(p * x) - Gamma.logGamma(q)));
          byP.add(count * x * (ofSum - Gamma.digamma(p * x)));
          byQ.add(count * (ofSum - Gamma.digamma(q)));
        });
    return new double[] {byP.value(), byQ.value(), 0, value.value()};
  }
}
