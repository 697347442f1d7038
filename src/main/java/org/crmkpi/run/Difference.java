package org.crmkpi.run;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;

/**
 * The rows that a table loses and gains, written below its folder so that those who read the table
 * can follow.
 *
 * @param rows columns of the table, {@link #SIGN} and {@link #FILE}
 */
record Difference(StructType table, StagedRows rows) {
  /** -1 for a row that goes, 1 for one that comes. */
  static final String SIGN = "_sign";

  /** Name of the data file that a row goes from. */
  static final String FILE = "_file";

  /** Columns of recorded changes of a table with this schema. */
  static StructType schema(StructType table) {
    return table.add(SIGN, DataTypes.LongType).add(FILE, DataTypes.StringType);
  }

  /**
   * Compares rows and writes what differs.
   *
   * @param before rows with {@link #FILE}
   * @param attempt a name that no other attempt of this table uses
   */
  static Difference stage(
      DeltaTable target,
      StructType schema,
      Dataset<Row> before,
      Dataset<Row> after,
      String attempt) {
    Column[] columns = columns(schema);
    Dataset<Row> gone =
        before.select(with(columns, functions.lit(-1L).as(SIGN), functions.col(FILE)));
    Dataset<Row> come =
        after.select(
            with(columns, functions.lit(1L).as(SIGN), functions.lit(null).cast("string").as(FILE)));
    Dataset<Row> differing =
        gone.unionAll(come)
            .groupBy(columns)
            .agg(functions.sum(SIGN).as(SIGN), functions.max(FILE).as(FILE))
            .where(functions.col(SIGN).notEqual(0));
    return new Difference(schema, target.stage(differing, attempt));
  }

  boolean isEmpty() {
    return rows.rowCount() == 0;
  }

  /** The rows that come. */
  Dataset<Row> gained(SparkSession session) {
    return rows.read(session).where(functions.col(SIGN).gt(0)).select(columns(table));
  }

  /** The rows that go, with the names of their files. */
  Dataset<Row> lost(SparkSession session) {
    return rows.read(session).where(functions.col(SIGN).lt(0));
  }

  /**
   * What a commit needs to know.
   *
   * @param rowsHash exclusive or of the hashes of all differing rows
   * @param files names of the files that rows go from
   */
  record Summary(long rowsHash, Set<String> files) {}

  Summary summary(SparkSession session) {
    Row found =
        rows.read(session)
            .agg(
                functions.coalesce(
                    functions.expr("bit_xor(xxhash64(" + names() + "))"), functions.lit(0L)),
                functions.collect_set(FILE))
            .head();
    List<String> files = found.getList(1);
    return new Summary(found.getLong(0), new TreeSet<>(files));
  }

  private String names() {
    return String.join(", ", Arrays.stream(table.fieldNames()).map(n -> "`" + n + "`").toList());
  }

  private static Column[] with(Column[] columns, Column... more) {
    return Stream.concat(Arrays.stream(columns), Stream.of(more)).toArray(Column[]::new);
  }

  private static Column[] columns(StructType schema) {
    return Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
