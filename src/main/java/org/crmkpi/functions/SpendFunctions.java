package org.crmkpi.functions;

import java.util.List;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.clv.fit.DeltaMethod;
import org.crmkpi.clv.spend.GammaGamma;
import scala.collection.Seq;

/**
 * {@code expected_mean_spend(model, parameters, purchases, mean_spend)}: what a customer is
 * expected to spend on a later day of purchase, who spent so much in the mean on so many repeat
 * days; without one, what all are expected to. {@code expected_mean_spend_log_error(model,
 * parameters, log_covariance, purchases, mean_spend)}: the standard error of its logarithm by the
 * delta method; null of a model that is not fitted. The models are {@code gamma_gamma} and the
 * plain {@code mean_spend}, the same for everybody.
 */
final class SpendFunctions {
  private SpendFunctions() {}

  static List<SqlFunction> all() {
    UDF4<String, Seq<Double>, Number, Number, Double> expected =
        (model, parameters, purchases, mean) ->
            model == null || parameters == null || purchases == null
                ? null
                : expected(model, PurchaseMethod.values(parameters), purchases, mean);
    UDF5<String, Seq<Double>, Seq<Double>, Number, Number, Double> error =
        (model, parameters, logCovariance, purchases, mean) ->
            model == null || parameters == null || logCovariance == null || purchases == null
                ? null
                : DeltaMethod.standardError(
                    PurchaseMethod.values(parameters),
                    PurchaseMethod.values(logCovariance),
                    shifted -> Math.log(expected(model, shifted, purchases, mean)));
    return List.of(
        new SqlFunction("expected_mean_spend", 1, functions.udf(expected, DataTypes.DoubleType)),
        new SqlFunction(
            "expected_mean_spend_log_error", 1, functions.udf(error, DataTypes.DoubleType)));
  }

  private static double expected(
      String model, double[] parameters, Number purchases, Number meanSpend) {
    double mean = meanSpend == null ? 0 : meanSpend.doubleValue();
    return switch (model) {
      case GammaGamma.NAME ->
          GammaGamma.of(parameters).expectedMeanSpend(purchases.doubleValue(), mean);
      case "mean_spend" -> parameters[0];
      default -> throw new IllegalArgumentException("no model of spend: " + model);
    };
  }
}
