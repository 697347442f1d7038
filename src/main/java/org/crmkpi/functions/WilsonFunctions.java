package org.crmkpi.functions;

import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.statistics.Interval;

/**
 * {@code wilson_low(hits, trials)} and {@code wilson_high(hits, trials)}: the ends of the 95 %
 * interval of a share; null where a count is null or there are no trials.
 */
final class WilsonFunctions {

  private WilsonFunctions() {}

  static void register(SparkSession spark) {
    UDF2<Number, Number, Double> low = (hits, trials) -> end(hits, trials, Interval::low);
    UDF2<Number, Number, Double> high = (hits, trials) -> end(hits, trials, Interval::high);
    spark.udf().register("wilson_low", low, DataTypes.DoubleType);
    spark.udf().register("wilson_high", high, DataTypes.DoubleType);
  }

  private static Double end(Number hits, Number trials, ToDoubleFunction<Interval> end) {
    if (hits == null || trials == null || trials.longValue() == 0) {
      return null;
    }
    return end.applyAsDouble(Interval.wilson(hits.longValue(), trials.longValue()));
  }
}
