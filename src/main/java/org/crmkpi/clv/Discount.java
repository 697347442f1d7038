package org.crmkpi.clv;

/**
 * What later money is worth now.
 *
 * @param ratePerYear the rate a year, 0.1 for 10 %
 */
public record Discount(double ratePerYear) {
  /** The days of a mean year. */
  public static final double DAYS_PER_YEAR = 365.25;

  private static final double MONTHS_PER_YEAR = 12;

  public Discount {
    if (!(ratePerYear >= 0 && Double.isFinite(ratePerYear))) {
      throw new IllegalArgumentException("no discount rate a year: " + ratePerYear);
    }
  }

  /** The days of so many mean months; 12 months are a year. */
  public static double daysOfMonths(double months) {
    return months * DAYS_PER_YEAR / MONTHS_PER_YEAR;
  }

  /** The force of interest a day: money in t days is worth e^(-force t). */
  public double forcePerDay() {
    return Math.log1p(ratePerYear) / DAYS_PER_YEAR;
  }

  /** What 1 in so many days is worth now. */
  public double factor(double days) {
    return Math.exp(-forcePerDay() * days);
  }
}
