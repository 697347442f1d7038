package org.crmkpi.functions;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.api.java.UDF6;
import org.apache.spark.sql.api.java.UDF7;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.fit.DeltaMethod;
import org.crmkpi.functions.PurchaseMethod.History;
import scala.collection.Seq;

/**
 * What a customer with a history is expected to do, by a method and its parameters as they stand in
 * clv_parameters. A history is the purchase days after the first, the days from the first to the
 * last of them, and the days observed. Null where anything asked for is null.
 *
 * <ul>
 *   <li>{@code p_alive(method, parameters, purchases, last_day, observed_days)}: the probability
 *       that the customer has not dropped out; null of a method that knows no dropping out
 *   <li>{@code expected_purchases_in_days(..., days)}
 *   <li>{@code discounted_purchases_in_days(..., days, discount_rate_per_year)}, and {@code
 *       discounted_purchases_for_ever(..., discount_rate_per_year)} over an endless horizon
 *   <li>{@code expected_purchases_log_error_in_days(method, parameters, log_covariance, ...,
 *       days)}: the standard error of the logarithm of the expected purchases by the delta method;
 *       null of a method that is not fitted
 *   <li>{@code days_of_months(months)}: the days of so many mean months, 12 of which are 365.25
 * </ul>
 */
final class RepeatBuyingFunctions {
  private static final DataType DOUBLE = DataTypes.DoubleType;

  private RepeatBuyingFunctions() {}

  static List<SqlFunction> all() {
    UDF5<String, Seq<Double>, Number, Number, Number, Double> pAlive =
        (method, parameters, x, last, observed) ->
            PurchaseMethod.of(method, parameters)
                .flatMap(PurchaseMethod::model)
                .filter(model -> isKnown(x, last, observed))
                .map(
                    model ->
                        model.pAlive(x.doubleValue(), last.doubleValue(), observed.doubleValue()))
                .orElse(null);
    UDF6<String, Seq<Double>, Number, Number, Number, Number, Double> expected =
        (method, parameters, x, last, observed, days) ->
            isKnown(days)
                ? figure(
                    method,
                    parameters,
                    new Number[] {x, last, observed},
                    (by, of) -> by.expectedPurchasesInDays(of, days.doubleValue()))
                : null;
    UDF7<String, Seq<Double>, Number, Number, Number, Number, Number, Double> discounted =
        (method, parameters, x, last, observed, days, rate) ->
            isKnown(days, rate)
                ? figure(
                    method,
                    parameters,
                    new Number[] {x, last, observed},
                    (by, of) ->
                        by.discountedPurchasesInDays(of, days.doubleValue(), rate.doubleValue()))
                : null;
    UDF6<String, Seq<Double>, Number, Number, Number, Number, Double> forEver =
        (method, parameters, x, last, observed, rate) ->
            discounted.call(method, parameters, x, last, observed, Double.POSITIVE_INFINITY, rate);
    UDF7<String, Seq<Double>, Seq<Double>, Number, Number, Number, Number, Double> error =
        RepeatBuyingFunctions::logError;
    UDF1<Number, Double> daysOfMonths =
        months -> months == null ? null : Discount.daysOfMonths(months.doubleValue());
    return List.of(
        new SqlFunction("p_alive", 1, functions.udf(pAlive, DOUBLE)),
        new SqlFunction("expected_purchases_in_days", 1, functions.udf(expected, DOUBLE)),
        new SqlFunction("discounted_purchases_in_days", 1, functions.udf(discounted, DOUBLE)),
        new SqlFunction("discounted_purchases_for_ever", 1, functions.udf(forEver, DOUBLE)),
        new SqlFunction("expected_purchases_log_error_in_days", 1, functions.udf(error, DOUBLE)),
        new SqlFunction("days_of_months", 1, functions.udf(daysOfMonths, DOUBLE)));
  }

  private static Double logError(
      String method,
      Seq<Double> parameters,
      Seq<Double> logCovariance,
      Number purchases,
      Number lastDay,
      Number observedDays,
      Number days) {
    if (logCovariance == null || !isKnown(days)) {
      return null;
    }
    double[] covariance = PurchaseMethod.values(logCovariance);
    return figure(
        method,
        parameters,
        new Number[] {purchases, lastDay, observedDays},
        (by, of) ->
            DeltaMethod.standardError(
                by.parameters(),
                covariance,
                shifted ->
                    logOf(
                        new PurchaseMethod(method, shifted)
                            .expectedPurchasesInDays(of, days.doubleValue()))));
  }

  /** Who has been gone for very long is expected to buy 0 times to the last digit of a double. */
  private static double logOf(double expected) {
    return Math.log(Math.max(expected, Double.MIN_NORMAL));
  }

  private static Double figure(
      String method,
      Seq<Double> parameters,
      Number[] history,
      ToDoubleBiFunction<PurchaseMethod, History> figure) {
    return isKnown(history)
        ? PurchaseMethod.of(method, parameters)
            .map(by -> figure.applyAsDouble(by, history(history)))
            .orElse(null)
        : null;
  }

  private static History history(Number[] of) {
    return new History(of[0].doubleValue(), of[1].doubleValue(), of[2].doubleValue());
  }

  private static boolean isKnown(Number... values) {
    for (Number value : values) {
      if (value == null) {
        return false;
      }
    }
    return true;
  }
}
