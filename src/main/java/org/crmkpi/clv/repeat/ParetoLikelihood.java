package org.crmkpi.clv.repeat;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.numeric.ChunkedSum;

/**
 * The log-likelihood of the Pareto/NBD model (Fader and Hardie 2005, note, section 3). With k = r +
 * x and J the {@link ParetoIntegral},
 *
 * <p>L = Gamma(k) / Gamma(r) alpha^r beta^s [(alpha + T)^-k (beta + T)^-s + s (J(t_x) - J(T))].
 *
 * <p>J is computed once for each distinct pair of purchases and day, of which there are far fewer
 * than cases.
 */
final class ParetoLikelihood implements LogLikelihood {
  private static final int R = 0;
  private static final int ALPHA = 1;
  private static final int S = 2;
  private static final int BETA = 3;
  private static final int VALUE = 4;
  private static final int MANY = 4096;

  private final Histories histories;
  private final SortedMap<Integer, Long> customersByPurchases;
  private final long customers;
  private final long[] pairs;
  private final int[] pairAtLast;
  private final int[] pairAtEnd;

  ParetoLikelihood(RepeatSummary summary) {
    this.histories = new Histories(summary);
    this.customersByPurchases = summary.customersByPurchases();
    this.customers = summary.customers();
    this.pairs =
        LongStream.concat(pairs(histories.lastDay), pairs(histories.observedDays))
            .sorted()
            .distinct()
            .toArray();
    this.pairAtLast = indexes(histories.lastDay);
    this.pairAtEnd = indexes(histories.observedDays);
  }

  private LongStream pairs(int[] days) {
    return IntStream.range(0, days.length)
        .mapToLong(i -> ((long) histories.purchases[i] << Integer.SIZE) + days[i]);
  }

  private int[] indexes(int[] days) {
    return pairs(days).mapToInt(pair -> Arrays.binarySearch(pairs, pair)).toArray();
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
    ParetoNbd at = new ParetoNbd(p[R], p[ALPHA], p[S], p[BETA]);
    double[] sums = ChunkedSum.of(histories.size(), 5, brackets(at));
    Purchases purchases = Purchases.of(at.r(), customersByPurchases);
    gradient[R] = at.r() * (sums[R] + purchases.byR() + customers * logParameters[ALPHA]);
    gradient[ALPHA] = at.alpha() * sums[ALPHA] + customers * at.r();
    gradient[S] = at.s() * (sums[S] + customers * logParameters[BETA]);
    gradient[BETA] = at.beta() * sums[BETA] + customers * at.s();
    return sums[VALUE]
        + purchases.value()
        + customers * (at.r() * logParameters[ALPHA] + at.s() * logParameters[BETA]);
  }

  private ChunkedSum.Terms brackets(ParetoNbd at) {
    LongStream all = Arrays.stream(pairs);
    ParetoIntegral[] integrals =
        (pairs.length > MANY ? all.parallel() : all)
            .mapToObj(pair -> ParetoIntegral.of(at, (int) (pair >>> Integer.SIZE), (int) pair))
            .toArray(ParetoIntegral[]::new);
    return (from, to, sums) -> {
      for (int i = from; i < to; i++) {
        addBracket(at, i, integrals[pairAtLast[i]], integrals[pairAtEnd[i]], sums);
      }
    };
  }

  private void addBracket(
      ParetoNbd at, int i, ParetoIntegral last, ParetoIntegral end, double[] sums) {
    double k = at.r() + histories.purchases[i];
    double alpha = at.alpha() + histories.observedDays[i];
    double beta = at.beta() + histories.observedDays[i];
    double logAlive = -k * Math.log(alpha) - at.s() * Math.log(beta);
    ParetoIntegral between = last.minus(end);
    Outcome outcome = Outcome.of(logAlive, Math.log(at.s()) + between.log() - logAlive);
    double gone = histories.customers[i] * outcome.gone();
    double alive = histories.customers[i] - gone;
    sums[VALUE] += histories.customers[i] * outcome.log();
    sums[R] += gone * between.byR() - alive * Math.log(alpha);
    sums[ALPHA] += gone * between.byAlpha() - alive * k / alpha;
    sums[S] += gone * (between.byS() + 1 / at.s()) - alive * Math.log(beta);
    sums[BETA] += gone * between.byBeta() - alive * at.s() / beta;
  }
}
