package org.crmkpi.run;

import java.io.IOException;
import org.apache.spark.SparkThrowable;
import org.crmkpi.config.Category;

/** Tells whose turn it is after an exception that Spark threw. */
final class SparkFailures {
  private SparkFailures() {}

  /** Data for values that do not fit (overflow, bad cast), the outside world for files, else us. */
  static Category category(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof IOException || each instanceof OutOfMemoryError) {
        return Category.OUTSIDE;
      }
      if (each instanceof SparkThrowable spark && isAboutData(spark.getSqlState())) {
        return Category.DATA;
      }
    }
    return Category.BUG;
  }

  /** SQL states of class 22: data exceptions. */
  private static boolean isAboutData(String sqlState) {
    return sqlState != null && sqlState.startsWith("22");
  }
}
