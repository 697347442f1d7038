package org.crmkpi.clv.numeric;

/**
 * The integral of w^(p - 1) (1 - z w)^-b over w from 0 to 1, which is z^-p times the incomplete
 * beta function B(z; p, 1 - b) (DLMF 8.17.1), as a logarithm with its derivatives, for p &gt; 0, b
 * &gt; 0 and 0 &lt;= z &lt; 1.
 *
 * <p>It is the sum over n of (b)_n / n! z^n / (p + n), whose terms are all positive, so nothing
 * cancels. What is cut off is below 1e-15 of the sum, by the geometric bound of {@link
 * Hypergeometric}. The sum takes some ({@value #DIGITS} + b z) / (1 - z) terms. Where these are
 * more than {@value #TERMS}, the integral is taken by panels instead, whose number grows with
 * logarithms only; up to there no sum overflows, being below e^(b z / (1 - z)).
 */
public record IncompleteBeta(double log, double byP, double byB, double byZ) {
  private static final double DIGITS = 35;
  private static final double TERMS = 600;
  private static final double TRUNCATION = 1e-15;
  private static final double WIDTH = 0.5;

  /** At the beginning a panel spans a fall by this power of e at most. */
  private static final double STEEPEST = 8;

  /** The factor e^-{@value} is less than any digit that is kept. */
  private static final double NOTHING = 50;

  /** The logarithm of the integral; {@code rest} is 1 - z with all its digits. */
  public static IncompleteBeta of(double p, double b, double z, double rest) {
    return DIGITS + b * z < TERMS * rest
        ? new Series(p, b, z).result()
        : new Panels(p, b, z, rest).result();
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
      double term = sum;
      for (int n = 1; !isEnough(term, b, n, z); n++) {
        double rise = power * (b + n - 1);
        power = rise / n * z;
        harmonic += 1 / (b + n - 1);
        double share = 1 / (p + n);
        term = power * share;
        sum += term;
        byP += term * share;
        byB += term * harmonic;
        byZ += rise * share;
      }
    }

    /** Before term n; no later ratio of neighbours exceeds q. */
    private boolean isEnough(double term, double b, int n, double z) {
      if (term > TRUNCATION * sum) {
        return false;
      }
      double q = z * Math.max(1, (b + n - 1) / n);
      return q < 1 && term * q <= TRUNCATION * sum * (1 - q);
    }

    IncompleteBeta result() {
      return new IncompleteBeta(Math.log(sum), -byP / sum, byB / sum, byZ / sum);
    }
  }

  /**
   * With w = e^-y the integral of e^(-p y) (1 - z e^-y)^-b over all y, beside its greatest factor
   * (1 - z)^-b, which may overflow. Both factors fall, the first over 1 / p, the second at first
   * like the power -b of 1 + z y / (1 - z), which is smooth in v = log(1 + y / (1 - z)).
   */
  private static final class Panels {
    private final double p;
    private final double b;
    private final double z;
    private final double rest;
    private double sum;
    private double byP;
    private double byB;
    private double byZ;

    Panels(double p, double b, double z, double rest) {
      this.p = p;
      this.b = b;
      this.z = z;
      this.rest = rest;
      double end = Math.log1p(Math.min(NOTHING / p, lastOfPower()) / rest);
      int panels = (int) Math.ceil(end / Math.min(WIDTH, STEEPEST / (b * z + p * rest)));
      double half = end / panels / 2;
      for (int panel = 0; panel < panels; panel++) {
        for (int i = 0; i < Quadrature.POINTS; i++) {
          add((2 * panel + 1 + Quadrature.point(i)) * half, Quadrature.weight(i) * half);
        }
      }
    }

    /** The y from which on the second factor is nothing; infinity where it never is. */
    private double lastOfPower() {
      double fallen = b > 1 ? Math.expm1(NOTHING / (b - 1)) * rest / z : 1;
      return fallen < 1 ? -Math.log1p(-fallen) : Double.POSITIVE_INFINITY;
    }

    private void add(double v, double weight) {
      double y = rest * Math.expm1(v);
      double w = Math.exp(-y);
      double fall = 1 - z * Math.expm1(-y) / rest;
      double log = Math.log(fall);
      double term = weight * (y + rest) * Math.exp(-p * y - b * log);
      sum += term;
      byP -= term * y;
      byB -= term * log;
      byZ += term * w / fall;
    }

    IncompleteBeta result() {
      double power = -Math.log(rest);
      return new IncompleteBeta(
          b * power + Math.log(sum), byP / sum, power + byB / sum, b / rest * byZ / sum);
    }
  }
}
