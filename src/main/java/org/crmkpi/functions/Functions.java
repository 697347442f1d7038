package org.crmkpi.functions;

import org.apache.spark.sql.SparkSession;

/** The SQL functions that the tables may use beside Spark's own. */
public final class Functions {

  private Functions() {}

  /** Makes every function known to the session. */
  public static void register(SparkSession spark) {
    WilsonFunctions.register(spark);
    CompetingRiskFunctions.register(spark);
  }
}
