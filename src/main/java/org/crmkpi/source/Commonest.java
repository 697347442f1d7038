package org.crmkpi.source;

import java.util.List;
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
    return words(reasons(rejected).head());
  }

  /** The same for each table that rejected rows, named. */
  public static List<String> ofEach(Dataset<Row> rejected) {
    return reasons(rejected)
        .groupBy("table_name")
        .agg(functions.max(functions.struct("rows", "shown")).as("most"))
        .orderBy("table_name")
        .select("most.rows", "most.shown", "table_name")
        .collectAsList()
        .stream()
        .map(row -> row.getString(2) + ": " + words(row))
        .toList();
  }

  /** Reasons without their values by table, the commonest first. */
  private static Dataset<Row> reasons(Dataset<Row> rejected) {
    Column kind = functions.regexp_replace(functions.col("reason"), VALUE, "''");
    Column first = functions.struct("feed", "file", "row_number", "reason");
    return rejected
        .groupBy(functions.col("table_name"), kind.as("kind"))
        .agg(functions.count("*").as("rows"), functions.min(first).as("first"))
        .orderBy(functions.col("rows").desc(), functions.col("kind"))
        .selectExpr(
            "rows",
            "concat(coalesce(concat(first.feed, ' '), ''),"
                + " coalesce(concat(first.file, ' row ', first.row_number, ': '), ''),"
                + " first.reason) as shown",
            "table_name");
  }

  private static String words(Row most) {
    return "%d rejected for one reason, first %s".formatted(most.getLong(0), most.getString(1));
  }
}
