package org.crmkpi.clv.numeric;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Rounds published figures. A fit ends within 1e-9 of the maximum, whatever the order of the data;
 * fewer digits than that are the same every time.
 */
public final class SignificantDigits {
  /** The significant digits of a published parameter. */
  public static final int OF_PARAMETERS = 7;

  /** The significant digits of a published variance or covariance. */
  public static final int OF_VARIANCES = 5;

  /** The significant digits of a published log-likelihood. */
  public static final int OF_LIKELIHOODS = 10;

  private SignificantDigits() {}

  /** The value with so many significant digits, half even; what is not finite stays. */
  public static double round(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }
}
