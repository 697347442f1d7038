package org.crmkpi.statistics;

/** A 95 % confidence interval of a share, both ends between 0 and 1. */
public record Interval(double low, double high) {

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  public Interval {
    if (!(0 <= low && low <= high && high <= 1)) {
      throw new IllegalArgumentException("no interval of a share: %s to %s".formatted(low, high));
    }
  }

  /**
   * Wilson's score interval of {@code hits} of {@code trials} (Wilson 1927), which stays within 0
   * and 1 and has a width at 0 and at all hits too. Trials of unequal weight count as their
   * effective number, which need not be whole.
   */
  public static Interval wilson(double hits, double trials) {
    if (!(trials > 0 && hits >= 0 && hits <= trials)) {
      throw new IllegalArgumentException("no share: %s of %s".formatted(hits, trials));
    }
    double n = trials;
    double p = hits / n;
    double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    double low = hits == 0 ? 0 : middle - half;
    double high = hits == trials ? 1 : middle + half;
    return new Interval(low, high);
  }

  /**
   * The interval of an estimated share with a standard error, symmetric in log(-log(share))
   * (Kalbfleisch and Prentice 2002, section 1.4). A share of exactly 0 or 1 has no width.
   */
  public static Interval logLog(double share, double standardError) {
    if (share <= 0 || share >= 1) {
      double end = share <= 0 ? 0 : 1;
      return new Interval(end, end);
    }
    double shift = Math.exp(Z * standardError / (share * -Math.log(share)));
    return new Interval(Math.pow(share, shift), Math.pow(share, 1 / shift));
  }
}
