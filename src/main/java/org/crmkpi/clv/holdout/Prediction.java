package org.crmkpi.clv.holdout;

import java.util.function.ToDoubleFunction;
import org.crmkpi.clv.repeat.RepeatCase;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatModel;
import org.crmkpi.clv.repeat.RepeatSummary;

/**
 * A way to predict the purchases of one customer in the holdout period from his history.
 *
 * @param method its name in tables
 * @param isBaseline whether it is what anybody can do without a model
 * @param purchases the prediction for a customer with a history
 */
public record Prediction(
    String method, boolean isBaseline, ToDoubleFunction<RepeatCase> purchases) {

  /** Every customer goes on buying at his rate so far, repeat purchases by days observed. */
  public static Prediction sameRateAsBefore(int days) {
    return new Prediction(
        "same_rate_as_before",
        true,
        c -> c.observedDays() == 0 ? 0 : (double) c.purchases() * days / c.observedDays());
  }

  /** Every customer buys at the rate of the segment so far, whatever he did himself. */
  public static Prediction meanOfSegment(RepeatSummary calibration, int days) {
    double mean =
        calibration.customerDays() == 0
            ? 0
            : (double) calibration.purchases() * days / calibration.customerDays();
    return new Prediction("mean_of_segment", true, c -> mean);
  }

  /** What a fitted model expects. */
  public static Prediction of(RepeatKind kind, double[] parameters, int days) {
    RepeatModel model = kind.model(parameters);
    return new Prediction(
        kind.tableName(),
        false,
        c -> model.expectedPurchasesInDays(c.purchases(), c.lastDay(), c.observedDays(), days));
  }
}
