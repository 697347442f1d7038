package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
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

/** The rows of a feed that count now, as mapping SQL sees them: blank text is null. */
final class CurrentRows {
  /** Column that says where a row comes from. */
  static final String ROW_REF = "row_ref";

  private static final String ORDER = "_order";
  private static final String RANK = "_rank";
  private static final String WHOLE_NUMBER = "^[\\s\\p{Cntrl}]*[+-]?[0-9]+[\\s\\p{Cntrl}]*$";

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
    for (String column : feed.shape().allColumns()) {
      schema = schema.add(column, DataTypes.StringType);
    }
    StructType ref = StructType.fromDDL("file string, row bigint, feed string, load string");
    return session.createDataFrame(List.of(), schema.add(ROW_REF, ref));
  }

  private static Dataset<Row> visible(Dataset<Row> rows, Feed feed) {
    return rows.select(
        Stream.concat(feed.shape().allColumns().stream(), Stream.of(ROW_REF))
            .map(CurrentRows::column)
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
    feed.shape().allColumns().forEach(name -> columns.add(value(name).as(name)));
    columns.add(
        functions
            .struct(
                functions.col(RawTables.FILE).as("file"),
                functions.col(RawTables.ROW).as("row"),
                functions.lit(feed.name()).as("feed"),
                functions.col(RawTables.LOAD_ID).as("load"))
            .as(ROW_REF));
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
                some -> some.withColumn(RANK, functions.row_number().over(versions(feed))))
            .where(functions.col(RANK).equalTo(1));
    return feed.deletedWhen()
        .map(sql -> ranked.where("not coalesce(" + sql + ", false)"))
        .orElse(ranked);
  }

  /** What orders versions of a key: a whole number or a point in time when it is one, else text. */
  private static Column order(LoadedFeed loaded, List<Listed> contents) {
    List<Column> parts = new ArrayList<>();
    loaded
        .feed()
        .newestBy()
        .map(CurrentRows::value)
        .ifPresent(
            newest -> {
              parts.add(wholeNumber(newest));
              parts.add(newest.try_cast("timestamp"));
              parts.add(newest);
            });
    parts.add(placed(RawTables.DELIVERY, loaded, contents));
    parts.add(placed(RawTables.FILE, loaded, contents));
    parts.add(functions.col(RawTables.ROW));
    return functions.struct(parts.toArray(Column[]::new));
  }

  /** Asked first whether it is one: a cast that fails costs as much as a hundred that do not. */
  private static Column wholeNumber(Column text) {
    return functions.when(text.rlike(WHOLE_NUMBER), text.try_cast("bigint"));
  }

  /** The first place of content that came in several places, whichever of them was loaded. */
  private static Column placed(String name, LoadedFeed loaded, List<Listed> contents) {
    Column place = functions.col(name);
    for (Listed line : contents) {
      if (loaded.history().placesOf(line.content()) > 1) {
        String first = name.equals(RawTables.FILE) ? line.file() : line.delivery();
        place =
            functions
                .when(
                    functions.col(RawTables.CONTENT).equalTo(line.content()), functions.lit(first))
                .otherwise(place);
      }
    }
    return place;
  }

  private static Column value(String name) {
    Column text = column(name);
    return functions.when(functions.trim(text).equalTo(""), functions.lit(null)).otherwise(text);
  }
}
