package org.crmkpi.functions;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.clv.fit.Range;

/**
 * {@code log_interval_low(figure, log_error)} and {@code log_interval_high(figure, log_error)}: the
 * ends of the 95 % interval of a figure whose logarithm has that standard error; without a width
 * where the figure is not above 0, null where either is null.
 */
final class IntervalFunctions {
  private IntervalFunctions() {}

  static List<SqlFunction> all() {
    UDF2<Double, Double, Double> low = (figure, error) -> end(figure, error, Range::low);
    UDF2<Double, Double, Double> high = (figure, error) -> end(figure, error, Range::high);
    return List.of(
        new SqlFunction("log_interval_low", 1, functions.udf(low, DataTypes.DoubleType)),
        new SqlFunction("log_interval_high", 1, functions.udf(high, DataTypes.DoubleType)));
  }

  private static Double end(Double figure, Double error, ToDoubleFunction<Range> end) {
    return figure == null || error == null
        ? null
        : end.applyAsDouble(Range.around(figure, figure * error, Range.Scale.LOG));
  }
}
