package org.crmkpi.run;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.crmkpi.config.Category;

/** Tells whose turn it is after an exception that Spark threw. */
final class SparkFailures {
  /** Words of Spark for machines that went away; it has no exceptions of their own for them. */
  private static final List<String> LOST =
      List.of(
          "ExecutorLostFailure",
          "FetchFailed",
          "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND",
          "Master removed our application",
          "SparkContext was shut down",
          "stopped SparkContext");

  private SparkFailures() {}

  /**
   * Data for values that do not fit (overflow, bad cast), the outside world for files and for
   * machines that went away, else us.
   */
  static Category category(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof IOException || each instanceof OutOfMemoryError || isLost(each)) {
        return Category.OUTSIDE;
      }
      if (each instanceof SparkThrowable spark && isAboutData(spark.getSqlState())) {
        return Category.DATA;
      }
    }
    return Category.BUG;
  }

  private static boolean isLost(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return LOST.stream().anyMatch(message::contains);
  }

  /** SQL states of class 22: data exceptions. */
  private static boolean isAboutData(String sqlState) {
    return sqlState != null && sqlState.startsWith("22");
  }
}
