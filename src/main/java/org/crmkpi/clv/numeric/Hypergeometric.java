package org.crmkpi.clv.numeric;

/**
 * Gauss's hypergeometric function 2F1(a, b; c; z) for 0 &lt;= z &lt; 1 and c &gt; 0, by its series
 * (DLMF 15.2.1). The series ends when a geometric bound of all that follows is below {@value
 * #TRUNCATION} of the sum: after term j no later ratio of neighbours exceeds q = z max(1,
 * (a+j)/(c+j)) max(1, (b+j)/(1+j)), so the rest is at most |term| q / (1 - q). Sums are kept below
 * overflow by a power of e that goes beside them.
 */
public final class Hypergeometric {
  /** The relative error that cutting the series off may cause. */
  public static final double TRUNCATION = 1e-15;

  private static final double LEAST = -4;
  private static final double LARGE = 1e200;
  private static final double LOG_LARGE = Math.log(LARGE);

  private Hypergeometric() {}

  /** 2F1(a, b; c; z). */
  public static double series(double a, double b, double c, double z) {
    return series(a, b, c, z, 0);
  }

  /**
   * (1 - z)^a 2F1(a, b; c; z). Where {@code a} is large, as for heavy buyers, the other side of
   * Euler's transformation (DLMF 15.8.1), (1 - z)^a F(a, b; c; z) = (1 - z)^(c-b) F(c - a, c - b;
   * c; z), needs far fewer terms; it is taken where its terms hardly change sign, so that none
   * cancel.
   */
  public static double damped(double a, double b, double c, double z) {
    double log = Math.log1p(-z);
    return a > Math.abs(c - b) && c - a > LEAST
        ? series(c - a, c - b, c, z, (c - b) * log)
        : series(a, b, c, z, a * log);
  }

  private static double series(double a, double b, double c, double z, double logFactor) {
    if (!(c > 0 && z >= 0 && z < 1)) {
      throw new IllegalArgumentException("no series for c = %s, z = %s".formatted(c, z));
    }
    double term = 1;
    double sum = 1;
    double log = logFactor;
    for (int j = 0; !isEnough(term, sum, bound(a + j, b + j, c + j, 1 + j, z)); j++) {
      term *= (a + j) / (c + j) * ((b + j) / (1 + j)) * z;
      sum += term;
      if (Math.abs(sum) > LARGE) {
        term /= LARGE;
        sum /= LARGE;
        log += LOG_LARGE;
      }
    }
    return sum * Math.exp(log);
  }

  private static double bound(double a, double b, double c, double j, double z) {
    return a < 0 || b < 0 ? 1 : z * Math.max(1, a / c) * Math.max(1, b / j);
  }

  private static boolean isEnough(double term, double sum, double q) {
    return term == 0 || (q < 1 && Math.abs(term) * q <= TRUNCATION * Math.abs(sum) * (1 - q));
  }
}
