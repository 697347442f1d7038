package org.crmkpi.clv.fit;

/**
 * A 95 % interval of an estimated figure. It says how well the parameters are known, and not how
 * far one customer may be from what is expected of such customers.
 */
public record Range(double low, double high) {
  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  public Range {
    if (low > high) {
      throw new IllegalArgumentException("no interval: %s to %s".formatted(low, high));
    }
  }

  /** On which scale the error of a figure is taken as normal, which keeps the ends possible. */
  public enum Scale {
    /** For figures above 0: the interval is symmetric in the logarithm. */
    LOG,
    /** For probabilities: the interval is symmetric in log(p / (1 - p)). */
    LOGIT,
    /** For figures of either sign: the interval is symmetric in the figure itself. */
    PLAIN
  }

  /** The interval of a figure with a standard error; without a width where the scale ends. */
  public static Range around(double figure, double error, Scale scale) {
    boolean isBelow = scale != Scale.PLAIN && figure <= 0;
    boolean isAbove = scale == Scale.LOGIT && figure >= 1;
    if (isBelow || isAbove || error == 0) {
      return new Range(figure, figure);
    }
    return switch (scale) {
      case PLAIN -> new Range(figure - Z * error, figure + Z * error);
      case LOG -> log(figure, Z * error / figure);
      case LOGIT -> logit(figure, Z * error / (figure * (1 - figure)));
    };
  }

  private static Range log(double figure, double half) {
    return new Range(figure * Math.exp(-half), figure * Math.exp(half));
  }

  private static Range logit(double figure, double half) {
    double logit = Math.log(figure) - Math.log1p(-figure);
    return new Range(1 / (1 + Math.exp(half - logit)), 1 / (1 + Math.exp(-half - logit)));
  }

  /** Whether the value lies within, the ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
