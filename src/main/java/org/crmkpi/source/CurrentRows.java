package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The rows of a feed that count now, as mapping SQL sees them: text that says nothing is null. */
final class CurrentRows {
  /** Column that says where a row comes from. */
  static final String ROW_REF = "row_ref";

  static final String ORDER = "_order";
  private static final String RANK = "_rank";
  private static final String TIME = "time";
  private static final String PLACE = "place";

  private CurrentRows() {}

  /** Declared columns and {@code row_ref}. */
  static Dataset<Row> of(SparkSession session, LoadedFeed loaded) {
    Feed feed = loaded.feed();
    Dataset<Row> rows = wellFormed(session, loaded, loaded.counting());
    return feed.key().isEmpty()
        ? visible(rows, feed)
        : visible(newest(rows, feed, loaded.repeatedKeys(session)), feed);
  }

  /** The same of these contents alone, out of raw rows that are few. */
  static Dataset<Row> of(Dataset<Row> raw, LoadedFeed loaded, List<Listed> contents) {
    Feed feed = loaded.feed();
    Object[] names = contents.stream().map(Listed::content).toArray();
    Dataset<Row> rows =
        values(raw.where(functions.col(RawTables.CONTENT).isin(names)), loaded, contents);
    return feed.key().isEmpty()
        ? visible(rows, feed)
        : visible(newest(rows, feed, RepeatedKeys.notLookedFor()), feed);
  }

  /** No rows, in the shape in which mapping SQL sees those of the feed. */
  static Dataset<Row> none(SparkSession session, Feed feed) {
    StructType schema = new StructType();
    for (String column : feed.mappedColumns()) {
      schema = schema.add(column, DataTypes.StringType);
    }
    StructType ref = StructType.fromDDL("file string, row bigint, feed string, load string");
    return session.createDataFrame(List.of(), schema.add(ROW_REF, ref));
  }

  static Dataset<Row> visible(Dataset<Row> rows, Feed feed) {
    return rows.select(
        Stream.concat(
                feed.shape().allColumns().stream().map(name -> column(name).as(feed.mapped(name))),
                Stream.of(column(ROW_REF)))
            .toArray(Column[]::new));
  }

  /** Rows without a malformed one, with {@code row_ref} and, in a keyed feed, their order. */
  static Dataset<Row> wellFormed(SparkSession session, LoadedFeed loaded, List<Listed> contents) {
    return values(loaded.wellFormed(session, contents), loaded, contents);
  }

  /** The same out of raw rows. */
  static Dataset<Row> values(Dataset<Row> raw, LoadedFeed loaded, List<Listed> contents) {
    Feed feed = loaded.feed();
    List<Column> columns = new ArrayList<>();
    feed.shape().allColumns().forEach(name -> columns.add(value(name, feed).as(name)));
    columns.add(
        functions
            .struct(
                referred(RawTables.FILE, Listed::file, loaded, contents).as("file"),
                functions.col(RawTables.ROW).as("row"),
                functions.lit(feed.name()).as("feed"),
                referred(RawTables.LOAD_ID, Listed::listedIn, loaded, contents).as("load"))
            .as(ROW_REF));
    columns.add(functions.col(RawTables.CONTENT));
    if (!feed.key().isEmpty()) {
      columns.add(order(loaded, contents).as(ORDER));
    }
    return raw.select(columns.toArray(Column[]::new));
  }

  /** Versions of a key, newest first. */
  static WindowSpec versions(Feed feed, Column... more) {
    Stream<Column> keys = feed.key().stream().map(CurrentRows::column);
    return Window.partitionBy(Stream.concat(keys, Stream.of(more)).toArray(Column[]::new))
        .orderBy(functions.col(ORDER).desc());
  }

  /** All that was ever told of a key. */
  static WindowSpec told(Feed feed, Column... more) {
    Stream<Column> keys = feed.key().stream().map(CurrentRows::column);
    return Window.partitionBy(Stream.concat(keys, Stream.of(more)).toArray(Column[]::new));
  }

  /** A column of the feed in its raw table. */
  static Column raw(String name) {
    return column(RawTables.column(name));
  }

  static Column column(String name) {
    return functions.col("`" + name + "`");
  }

  static Column[] keys(Feed feed) {
    return feed.key().stream().map(CurrentRows::column).toArray(Column[]::new);
  }

  private static Dataset<Row> newest(Dataset<Row> rows, Feed feed, RepeatedKeys repeated) {
    Dataset<Row> ranked =
        repeated
            .ranked(
                rows,
                keys(feed),
                RANK,
                some ->
                    timed(some, feed).withColumn(RANK, functions.row_number().over(versions(feed))))
            .where(functions.col(RANK).equalTo(1));
    return feed.deletedWhen()
        .map(sql -> ranked.where("not coalesce(" + sql + ", false)"))
        .orElse(ranked);
  }

  /**
   * Rows of whole keys of which one without a time is as new as the newest that was told before it,
   * so that it counts by its delivery.
   */
  static Dataset<Row> timed(Dataset<Row> rows, Feed feed) {
    if (feed.newestBy().isEmpty()) {
      return rows;
    }
    Column order = functions.col(ORDER);
    WindowSpec told =
        Window.partitionBy(keys(feed))
            .orderBy(order.getField(PLACE))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column before = functions.max(order.getField(TIME)).over(told);
    Column time = functions.coalesce(order.getField(TIME), before);
    return rows.withColumn(ORDER, functions.struct(time.as(TIME), order.getField(PLACE).as(PLACE)));
  }

  /** What orders versions of a key: when they became so, then where they were delivered. */
  private static Column order(LoadedFeed loaded, List<Listed> contents) {
    return order(
        loaded.feed(),
        placed(RawTables.DELIVERY, Listed::delivery, loaded, contents),
        placed(RawTables.FILE, Listed::file, loaded, contents));
  }

  /** The same of a row in the place under which it was delivered. */
  static Column order(Feed feed, Column delivery, Column file) {
    Column time =
        feed.newestBy()
            .map(newest -> newest.of(value(newest.column(), feed)))
            .orElse(functions.lit(null).cast("bigint"));
    Column place =
        functions.struct(
            delivery.as("delivery"), file.as("file"), functions.col(RawTables.ROW).as("row"));
    return functions.struct(time.as(TIME), place.as(PLACE));
  }

  /** Where a row counts: of versions under the place that decides, else where it was loaded. */
  private static Column referred(
      String name, Function<Listed, String> part, LoadedFeed loaded, List<Listed> contents) {
    return loaded.feed().hasVersions() ? placed(name, part, loaded, contents) : functions.col(name);
  }

  /** The place under which content counts that was listed again, whichever was loaded. */
  private static Column placed(
      String name, Function<Listed, String> part, LoadedFeed loaded, List<Listed> contents) {
    Column place = functions.col(name);
    for (Listed line : contents) {
      if (loaded.history().isListedAgain(line.content())) {
        Column isIt = functions.col(RawTables.CONTENT).equalTo(line.content());
        place = functions.when(isIt, functions.lit(part.apply(line))).otherwise(place);
      }
    }
    return place;
  }

  /** True for text that says nothing: none, a blank, or a word of the source for it. */
  static Column isNothing(Column text, Feed feed) {
    Column trimmed = functions.coalesce(functions.trim(text), functions.lit(""));
    Column isBlank = trimmed.equalTo("");
    Object[] words = feed.shape().nullTexts().toArray();
    return words.length == 0 ? isBlank : isBlank.or(trimmed.isin(words));
  }

  static Column value(String name, Feed feed) {
    Column text = raw(name);
    return functions.when(isNothing(text, feed), functions.lit(null)).otherwise(text);
  }
}
