package org.crmkpi.functions;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.statistics.Interval;

/**
 * {@code wilson_low(hits, trials)} and {@code wilson_high(hits, trials)}: the ends of the 95 %
 * interval of a share; null where a count is null or there are no trials. Counts need not be whole:
 * amounts weigh as their effective number.
 */
final class WilsonFunctions {

  private WilsonFunctions() {}

  static List<SqlFunction> all() {
    UDF2<Number, Number, Double> low = (hits, trials) -> end(hits, trials, Interval::low);
    UDF2<Number, Number, Double> high = (hits, trials) -> end(hits, trials, Interval::high);
    return List.of(
        new SqlFunction("wilson_low", 1, functions.udf(low, DataTypes.DoubleType)),
        new SqlFunction("wilson_high", 1, functions.udf(high, DataTypes.DoubleType)));
  }

  private static Double end(Number hits, Number trials, ToDoubleFunction<Interval> end) {
    if (hits == null || trials == null || trials.doubleValue() == 0) {
      return null;
    }
    return end.applyAsDouble(Interval.wilson(hits.doubleValue(), trials.doubleValue()));
  }
}
