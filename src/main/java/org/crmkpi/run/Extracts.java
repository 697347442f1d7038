package org.crmkpi.run;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.session.Effort;

/** What becomes of the few rows that keys pick out of a table. */
interface Extracts {
  /** Some rows, and how many they can be. */
  record Extract(Dataset<Row> rows, long atMost) {}

  /**
   * Keeps rows.
   *
   * @param name of what they are picked for; no other extract of the step has it
   * @param from number of rows that must be read to find them
   */
  Extract keep(String name, Dataset<Row> rows, long from);

  /**
   * Reads a large table once and writes the rows below the scratch folder of another.
   *
   * @param fewRows a table with fewer rows is read where it is, as often as it is needed
   */
  static Extracts staged(SparkSession session, DeltaTable table, String scratch, long fewRows) {
    return (name, rows, from) -> {
      if (from < fewRows) {
        return new Extract(rows, from);
      }
      Effort.forRows(session, from);
      StagedRows staged = table.stage(rows, scratch + "/" + name);
      return new Extract(staged.read(session), staged.rowCount());
    };
  }

  /** Leaves the rows where they are: nothing is written. */
  static Extracts none() {
    return (name, rows, from) -> new Extract(rows, from);
  }
}
