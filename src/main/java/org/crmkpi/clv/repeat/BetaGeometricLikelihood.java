package org.crmkpi.clv.repeat;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.numeric.ChunkedSum;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.hipparchus.special.Gamma;

/**
 * The log-likelihood of BG/NBD (Fader, Hardie and Lee 2005, equation 6) and MBG/NBD (Batislam et
 * al. 2007, Hoppe and Wagner 2007). With n the chances to drop out and k = x + r,
 *
 * <p>L = Gamma(k) / Gamma(r) alpha^r B(a, b + n) / B(a, b) [(alpha + T)^-k + a / (b + n - 1) (alpha
 * + t_x)^-k],
 *
 * <p>the second term only where n &gt; 0. The bracket is added on the log scale, so that heavy
 * buyers do not underflow.
 */
final class BetaGeometricLikelihood implements LogLikelihood {
  private static final int R = 0;
  private static final int ALPHA = 1;
  private static final int A = 2;
  private static final int B = 3;
  private static final int VALUE = 4;

  private final Histories histories;
  private final SortedMap<Integer, Long> customersByPurchases;
  private final long customers;
  private final int more;

  /** The likelihood of a summary; {@code more} as in {@link BetaGeometric}. */
  BetaGeometricLikelihood(RepeatSummary summary, int more) {
    this.histories = new Histories(summary);
    this.customersByPurchases = summary.customersByPurchases();
    this.customers = summary.customers();
    this.more = more;
  }

  @Override
  public int dimension() {
    return 4;
  }

  @Override
  public long cases() {
    return customers;
  }

  @Override
  public double at(double[] logParameters, double[] gradient) {
    double[] p = Arrays.stream(logParameters).map(Math::exp).toArray();
    BetaGeometric at = new BetaGeometric(p[R], p[ALPHA], p[A], p[B], more);
    double[] sums = ChunkedSum.of(histories.size(), 5, brackets(at));
    double[] dropout = dropout(at);
    Purchases purchases = Purchases.of(at.r(), customersByPurchases);
    double logAlpha = logParameters[ALPHA];
    gradient[R] = at.r() * (sums[R] + purchases.byR() + customers * logAlpha);
    gradient[ALPHA] = at.alpha() * sums[ALPHA] + customers * at.r();
    gradient[A] = at.a() * (sums[A] + dropout[A]);
    gradient[B] = at.b() * (sums[B] + dropout[B]);
    return sums[VALUE] + purchases.value() + dropout[VALUE] + customers * at.r() * logAlpha;
  }

  /** The logarithm of B(a, b + n) / B(a, b) and its derivatives, over all customers. */
  private double[] dropout(BetaGeometric at) {
    CompensatedSum value = new CompensatedSum();
    CompensatedSum byA = new CompensatedSum();
    CompensatedSum byB = new CompensatedSum();
    customersByPurchases.forEach(
        (purchases, count) -> {
          double n = purchases + more;
          double ofSum = Gamma.digamma(at.a() + at.b()) - Gamma.digamma(at.a() + at.b() + n);
          double ofB = Gamma.digamma(at.b() + n) - Gamma.digamma(at.b());
          value.add(count * (rise(at.b(), n) - rise(at.a() + at.b(), n)));
          byA.add(count * ofSum);
          byB.add(count * (ofSum + ofB));
        });
    return new double[] {0, 0, byA.value(), byB.value(), value.value()};
  }

  private static double rise(double from, double by) {
    return Gamma.logGamma(from + by) - Gamma.logGamma(from);
  }

  /** The bracket by cases: with e^u its first and e^v its second term. */
  private ChunkedSum.Terms brackets(BetaGeometric at) {
    double[] log =
        IntStream.rangeClosed(0, histories.lastOfDays())
            .mapToDouble(day -> Math.log(at.alpha() + day))
            .toArray();
    return (from, to, sums) -> {
      double logWeight = Double.NaN;
      for (int i = from; i < to; i++) {
        boolean isNew = i == from || histories.purchases[i] != histories.purchases[i - 1];
        logWeight = isNew ? logWeight(at, histories.purchases[i]) : logWeight;
        addBracket(at, i, log, logWeight, sums);
      }
    };
  }

  private double logWeight(BetaGeometric at, int purchases) {
    int n = purchases + more;
    return n == 0 ? Double.NEGATIVE_INFINITY : Math.log(at.a() / (at.b() + n - 1));
  }

  private void addBracket(BetaGeometric at, int i, double[] log, double logWeight, double[] sums) {
    int seen = histories.observedDays[i];
    int last = histories.lastDay[i];
    double k = at.r() + histories.purchases[i];
    Outcome outcome = Outcome.of(-k * log[seen], logWeight + k * (log[seen] - log[last]));
    double gone = histories.customers[i] * outcome.gone();
    double alive = histories.customers[i] - gone;
    double before = at.b() + histories.purchases[i] + more - 1;
    sums[VALUE] += histories.customers[i] * outcome.log();
    sums[R] -= alive * log[seen] + gone * log[last];
    sums[ALPHA] -= k * (alive / (at.alpha() + seen) + gone / (at.alpha() + last));
    sums[A] += gone / at.a();
    sums[B] -= gone == 0 ? 0 : gone / before;
  }
}
