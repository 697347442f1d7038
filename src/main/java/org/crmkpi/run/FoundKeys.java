package org.crmkpi.run;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;

/** What becomes of the keys that changes touch. */
interface FoundKeys {
  /**
   * Keeps the keys of a table.
   *
   * @param keys each key once, not yet computed
   */
  Extent.Keys keep(SparkSession session, DeltaTable table, Dataset<Row> keys, String why);

  /** Writes them below the table, so that they are found once and read often. */
  static FoundKeys staged(String runId) {
    return (session, table, keys, why) -> {
      StagedRows staged = table.stage(keys, TableStep.scratch(runId) + "/keys");
      return new Extent.Keys(staged.read(session), staged.rowCount(), why);
    };
  }

  /** Only counts them: nothing is written. */
  static FoundKeys counted() {
    return (session, table, keys, why) -> new Extent.Keys(keys, keys.count(), why);
  }
}
