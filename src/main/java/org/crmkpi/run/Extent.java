package org.crmkpi.run;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How much of a table one run computes, and why. */
sealed interface Extent {
  /** The reason, as {@code plan} and crm_ops.table_runs show it. */
  String why();

  /** Nothing: readers see what a computation would give. */
  record Nothing(String why) implements Extent {}

  /**
   * All rows.
   *
   * @param isAsked true when somebody asked for them, who may have reason to doubt what readers see
   */
  record Everything(String why, boolean isAsked) implements Extent {
    Everything(String why) {
      this(why, false);
    }
  }

  /**
   * The rows with these keys.
   *
   * @param keys the key columns, each key once, few enough to be sent to every task
   */
  record Keys(Dataset<Row> keys, long count, String why) implements Extent {}
}
