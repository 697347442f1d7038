package org.crmkpi.clv.repeat;

import org.crmkpi.clv.numeric.IncompleteBeta;

/**
 * The integral of (alpha + u)^-(r + x) (beta + u)^-(s + 1) over u from t to infinity, which is the
 * function A0 of the Pareto/NBD model (Fader and Hardie 2005, A note on deriving the Pareto/NBD
 * model, section 3), as a logarithm with its derivatives. With m the larger and l the smaller of
 * alpha and beta, b the power of the smaller, z = (m - l) / (m + t) and p = r + s + x,
 *
 * <p>integral = (m + t)^-p sum over n of (b)_n / n! z^n / (p + n) = (m + t)^-p / p 2F1(b, p; p + 1;
 * z).
 *
 * <p>Taking the larger parameter out is what keeps z below 1 (Pfaff's transformation, DLMF 15.8.1,
 * joins both cases); {@link IncompleteBeta} is the rest.
 */
record ParetoIntegral(double log, double byR, double byAlpha, double byS, double byBeta) {
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
    double rest = (smaller + t) / (larger + t);
    IncompleteBeta beta = IncompleteBeta.of(p, b, z, rest);
    double log = Math.log(larger + t);
    double byP = beta.byP() - log;
    return new ParetoIntegral(
        beta.log() - p * log,
        byP,
        (beta.byZ() * rest - p) / (larger + t),
        byP + beta.byB(),
        -beta.byZ() / (larger + t));
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
}
