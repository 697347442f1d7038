package org.crmkpi.clv.holdout;

import org.crmkpi.clv.repeat.RepeatCase;

/**
 * Customers with the same history in the calibration period and as many purchases afterwards.
 *
 * @param history what the models are told
 * @param laterPurchases days with a purchase of each customer in the holdout period
 */
public record HoldoutCase(RepeatCase history, int laterPurchases) {
  public HoldoutCase {
    if (laterPurchases < 0) {
      throw new IllegalArgumentException("no purchases: " + laterPurchases);
    }
  }
}
