package org.crmkpi.run;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Positions;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import scala.Tuple2;

/**
 * The rows that a table loses and gains, written below its folder so that those who read the table
 * can follow.
 *
 * @param rows columns of the table, {@link #SIGN}, and where a lost row was
 */
record Difference(StructType table, StagedRows rows) {
  /** -1 for a row that goes, 1 for one that comes. */
  static final String SIGN = "_sign";

  /** Columns of recorded changes of a table with this schema. */
  static StructType schema(StructType table) {
    return table
        .add(SIGN, DataTypes.LongType)
        .add(Version.FILE, DataTypes.StringType)
        .add(Version.POSITION, DataTypes.LongType);
  }

  /**
   * Compares rows and writes what differs.
   *
   * @param before located rows
   * @param attempt a name that no other attempt of this table uses
   */
  static Difference stage(
      DeltaTable target,
      StructType schema,
      Dataset<Row> before,
      Dataset<Row> after,
      String attempt) {
    Column[] columns = columns(schema);
    Column file = functions.col(Version.FILE);
    Column position = functions.col(Version.POSITION);
    Dataset<Row> gone = before.select(with(columns, functions.lit(-1L).as(SIGN), file, position));
    Dataset<Row> come =
        after.select(
            with(
                columns,
                functions.lit(1L).as(SIGN),
                functions.lit(null).cast("string").as(Version.FILE),
                functions.lit(null).cast("bigint").as(Version.POSITION)));
    Dataset<Row> differing =
        gone.unionAll(come)
            .groupBy(columns)
            .agg(
                functions.sum(SIGN).as(SIGN),
                functions.max(file).as(Version.FILE),
                functions.max(position).as(Version.POSITION))
            .where(functions.col(SIGN).notEqual(0));
    return new Difference(schema, target.stage(differing, attempt));
  }

  /**
   * Rows as they were before some changes.
   *
   * @param now all rows that are there now of the keys that the changes are of
   * @param changes with the columns of {@link #schema}
   */
  static Dataset<Row> undone(Dataset<Row> now, Dataset<Row> changes) {
    Column[] columns = columns(now.schema());
    Column sign = functions.col(SIGN);
    return now.select(with(columns, functions.lit(1L).as(SIGN)))
        .unionAll(changes.select(with(columns, functions.negate(sign).as(SIGN))))
        .groupBy(columns)
        .agg(functions.sum(SIGN).as(SIGN))
        .where(sign.gt(0))
        .select(columns);
  }

  boolean isEmpty() {
    return rows.rowCount() == 0;
  }

  /** The rows that come. */
  Dataset<Row> gained(SparkSession session) {
    return rows.read(session).where(functions.col(SIGN).gt(0)).select(columns(table));
  }

  /** The rows that go. */
  Dataset<Row> lost(SparkSession session) {
    return rows.read(session).where(functions.col(SIGN).lt(0));
  }

  /** Where the rows go from: positions by name of the file. */
  Map<String, Positions> places(SparkSession session) {
    Map<String, Positions> places = new TreeMap<>();
    lost(session)
        .select(Version.FILE, Version.POSITION)
        .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, Row, Tuple2<String, byte[]>>)
                (file, found) -> new Tuple2<>(file, packed(found)),
            Encoders.tuple(Encoders.STRING(), Encoders.BINARY()))
        .collectAsList()
        .forEach(each -> places.put(each._1(), Positions.read(each._2())));
    return places;
  }

  private static byte[] packed(Iterator<Row> rows) {
    return Positions.of(
            StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false)
                .map(row -> row.getLong(1))
                .iterator())
        .bytes();
  }

  /**
   * What a pass over the differing rows found.
   *
   * @param rowsHash exclusive or of the hashes of all rows that go or come
   */
  record Summary(long rowsHash, RowMoves moves) {}

  Summary summary(SparkSession session, List<String> grain) {
    Column comes = functions.col("last").gt(0);
    Column goes = functions.col("first").lt(0);
    Row found =
        rows.read(session)
            .groupBy(Keys.columns(grain))
            .agg(
                functions.bit_xor(functions.xxhash64(columns(table))).as("hash"),
                functions.min(SIGN).as("first"),
                functions.max(SIGN).as("last"))
            .agg(
                functions.coalesce(functions.bit_xor(functions.col("hash")), functions.lit(0L)),
                functions.count_if(functions.not(goes)),
                functions.count_if(goes.and(comes)),
                functions.count_if(functions.not(comes)))
            .head();
    return new Summary(
        found.getLong(0), new RowMoves(found.getLong(1), found.getLong(2), found.getLong(3)));
  }

  private static Column[] with(Column[] columns, Column... more) {
    return Stream.concat(Arrays.stream(columns), Stream.of(more)).toArray(Column[]::new);
  }

  private static Column[] columns(StructType schema) {
    return Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
