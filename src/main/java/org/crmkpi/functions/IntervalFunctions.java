package org.crmkpi.functions;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.clv.fit.Range;

/**
 * {@code log_interval_low(figure, log_error)} and {@code log_interval_high(figure, log_error)}: the
 * ends of the 95 % interval of a figure whose logarithm has that standard error; without a width
 * where the figure is not above 0, null where either is null. {@code normal_interval_low(figure,
 * error, lowest)} and {@code normal_interval_high(figure, error, highest)}: the ends of that of a
 * figure with a normal standard error, no further than the figure can go; null where one is null,
 * or the error is 0, for where nothing varied nothing is known of how much it may.
 */
final class IntervalFunctions {
  private IntervalFunctions() {}

  static List<SqlFunction> all() {
    UDF2<Double, Double, Double> low = (figure, error) -> end(figure, error, Range::low);
    UDF2<Double, Double, Double> high = (figure, error) -> end(figure, error, Range::high);
    UDF3<Number, Number, Number, Double> normalLow =
        (figure, error, lowest) ->
            normal(figure, error)
                .map(range -> Math.max(range.low(), lowest.doubleValue()))
                .orElse(null);
    UDF3<Number, Number, Number, Double> normalHigh =
        (figure, error, highest) ->
            normal(figure, error)
                .map(range -> Math.min(range.high(), highest.doubleValue()))
                .orElse(null);
    return List.of(
        new SqlFunction("log_interval_low", 1, functions.udf(low, DataTypes.DoubleType)),
        new SqlFunction("log_interval_high", 1, functions.udf(high, DataTypes.DoubleType)),
        new SqlFunction("normal_interval_low", 1, functions.udf(normalLow, DataTypes.DoubleType)),
        new SqlFunction(
            "normal_interval_high", 1, functions.udf(normalHigh, DataTypes.DoubleType)));
  }

  private static Optional<Range> normal(Number figure, Number error) {
    return figure == null || error == null || error.doubleValue() == 0
        ? Optional.empty()
        : Optional.of(Range.around(figure.doubleValue(), error.doubleValue(), Range.Scale.PLAIN));
  }

  private static Double end(Double figure, Double error, ToDoubleFunction<Range> end) {
    return figure == null || error == null
        ? null
        : end.applyAsDouble(Range.around(figure, figure * error, Range.Scale.LOG));
  }
}
