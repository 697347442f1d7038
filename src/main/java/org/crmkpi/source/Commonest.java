package org.crmkpi.source;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The commonest reason of rejected rows, in words. */
public final class Commonest {
  private static final String VALUE = "'[^']*'";

  private Commonest() {}

  /**
   * How many rows were rejected for it, and the first of them.
   *
   * @param rejected at least one row with the columns of crm_ops.rejected_rows but the run
   */
  public static String of(Dataset<Row> rejected) {
    Column kind = functions.regexp_replace(functions.col("reason"), VALUE, "''");
    Column first = functions.struct("feed", "file", "row_number", "reason");
    Row most =
        rejected
            .groupBy(kind.as("kind"))
            .agg(functions.count("*").as("rows"), functions.min(first).as("first"))
            .orderBy(functions.col("rows").desc(), functions.col("kind"))
            .selectExpr(
                "rows",
                "concat(coalesce(concat(first.feed, ' '), ''),"
                    + " coalesce(concat(first.file, ' row ', first.row_number, ': '), ''),"
                    + " first.reason) as shown")
            .head();
    return "%d rejected for one reason, first %s".formatted(most.getLong(0), most.getString(1));
  }
}
