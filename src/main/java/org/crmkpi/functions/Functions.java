package org.crmkpi.functions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The SQL functions that the tables may use beside Spark's own. */
public final class Functions {
  private static final List<SqlFunction> ALL =
      Stream.of(
              WilsonFunctions.all(),
              CompetingRiskFunctions.all(),
              IntervalFunctions.all(),
              RepeatBuyingFunctions.all(),
              SpendFunctions.all())
          .flatMap(List::stream)
          .toList();

  private Functions() {}

  /** Makes every function known to the session. */
  public static void register(SparkSession spark) {
    ALL.forEach(function -> spark.udf().register(function.name(), function.code()));
  }

  /** The version of each function, by the name that a query calls it. */
  public static Map<String, Integer> versions() {
    Map<String, Integer> versions = new TreeMap<>();
    ALL.forEach(function -> versions.put(function.name(), function.version()));
    return versions;
  }
}
