package org.crmkpi.clv.repeat;

/**
 * The integral of (alpha + u)^-(r + x) (beta + u)^-(s + 1) over u from t to infinity, which is the
 * function A0 of the Pareto/NBD model (Fader and Hardie 2005, A note on deriving the Pareto/NBD
 * model, section 3), as a logarithm with its derivatives. With m the larger and l the smaller of
 * alpha and beta, b the power of the smaller, z = (m - l) / (m + t) and p = r + s + x,
 *
 * <p>integral = (m + t)^-p sum over n of (b)_n / n! z^n / (p + n) = (m + t)^-p / p 2F1(b, p; p + 1;
 * z).
 *
 * <p>All terms are positive, so nothing cancels, and taking the larger parameter out is what keeps
 * z below 1 (Pfaff's transformation, DLMF 15.8.1, joins both cases). What is cut off is below 1e-15
 * of the sum, by the geometric bound of {@link org.crmkpi.clv.numeric.Hypergeometric}. Where that
 * takes more than {@value #TERMS} terms, alpha and beta being a factor of thousands apart, the
 * result is not a number.
 */
record ParetoIntegral(double log, double byR, double byAlpha, double byS, double byBeta) {
  private static final int TERMS = 100_000;
  private static final double TRUNCATION = 1e-15;

  /** The integral from {@code t} days on for customers with x = {@code purchases}. */
  static ParetoIntegral of(ParetoNbd at, double purchases, double t) {
    double p = at.r() + at.s() + purchases;
    return at.alpha() >= at.beta()
        ? of(p, at.s() + 1, at.alpha(), at.beta(), t)
        : of(p, at.r() + purchases, at.beta(), at.alpha(), t).mirrored();
  }

  /** With alpha as the larger and beta as the smaller parameter, whose power is b. */
  private static ParetoIntegral of(double p, double b, double larger, double smaller, double t) {
    double z = (larger - smaller) / (larger + t);
    Series series = new Series(p, b, z);
    double log = Math.log(larger + t);
    double byP = -log - series.byP / series.sum;
    double byZ = series.byZ / series.sum;
    return new ParetoIntegral(
        Math.log(series.sum) - p * log,
        byP,
        (byZ * (1 - z) - p) / (larger + t),
        byP + series.byB / series.sum,
        -byZ / (larger + t));
  }

  private ParetoIntegral mirrored() {
    return new ParetoIntegral(log, byS, byBeta, byR, byAlpha);
  }

  /** This integral without a part of it that begins later; where that is all, nothing is left. */
  ParetoIntegral minus(ParetoIntegral later) {
    double ratio = Math.exp(later.log - log);
    double left = -Math.expm1(later.log - log);
    return left <= 0
        ? new ParetoIntegral(Double.NEGATIVE_INFINITY, 0, 0, 0, 0)
        : new ParetoIntegral(
            log + Math.log(left),
            (byR - ratio * later.byR) / left,
            (byAlpha - ratio * later.byAlpha) / left,
            (byS - ratio * later.byS) / left,
            (byBeta - ratio * later.byBeta) / left);
  }

  /** The sum over n, and minus its derivative by p, that by b and that by z. */
  private static final class Series {
    private double sum;
    private double byP;
    private double byB;
    private double byZ;

    Series(double p, double b, double z) {
      sum = 1 / p;
      byP = sum / p;
      double power = 1;
      double harmonic = 0;
      for (int n = 1; n <= TERMS; n++) {
        double rise = power * (b + n - 1);
        byZ += rise / (p + n);
        harmonic += 1 / (b + n - 1);
        power = rise / n * z;
        add(power / (p + n), p + n, harmonic);
        double q = z * Math.max(1, (b + n) / (n + 1));
        if (q < 1 && power / (p + n) * q <= TRUNCATION * sum * (1 - q)) {
          return;
        }
      }
      sum = Double.NaN;
    }

    private void add(double term, double divisor, double harmonic) {
      sum += term;
      byP += term / divisor;
      byB += term * harmonic;
    }
  }
}
