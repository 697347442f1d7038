package org.crmkpi.source;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;

/** Writes the rows of new files below their raw table, where no reader sees them yet. */
final class RawWriter {
  private final SparkSession session;
  private final DeltaTable table;
  private final Feed feed;
  private final String load;
  private final Instant at;

  RawWriter(SparkSession session, RawTables tables, Feed feed, String load, Instant at) {
    this.session = session;
    this.table = tables.table(feed.rawTable());
    this.feed = feed;
    this.load = load;
    this.at = at;
  }

  /** Text files: one task and one data file each. */
  StagedContents text(List<Arrival> files) {
    List<FileTask> tasks = files.stream().map(FileTask::of).toList();
    var rows =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(tasks, tasks.size())
            .flatMap(new ParseFile(feed.shape()));
    StructType parsed = new StructType(parsedFields());
    StagedRows staged = table.stage(stamped(session.createDataFrame(rows, parsed)), "data/" + load);
    List<StagedContents.Place> places = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      places.add(
          StagedContents.place(files.get(i), "data/%s/part-%05d".formatted(load, i), staged));
    }
    return new StagedContents(staged, places);
  }

  /** Parquet files: Spark reads each as it likes, so each is written to a folder of its own. */
  StagedContents parquet(List<Arrival> files) {
    List<StagedContents.Place> places = new ArrayList<>();
    List<DataFile> written = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String location = "data/%s/%d/".formatted(load, i);
      StagedRows staged = table.stage(stamped(parquetRows(files.get(i))), location);
      places.add(StagedContents.place(files.get(i), location, staged));
      written.addAll(staged.files());
    }
    return new StagedContents(
        new StagedRows(RawTables.schema(feed.shape()).asNullable(), written), places);
  }

  private Dataset<Row> parquetRows(Arrival arrival) {
    Dataset<Row> rows = session.read().parquet(hadoopPath(arrival.file().path()));
    Stream<Column> declared =
        feed.shape().allColumns().stream()
            .map(column -> text(rows.schema(), column).as(RawTables.column(column)));
    Stream<Column> own =
        Stream.of(
            functions.lit(arrival.file().name()).as(RawTables.FILE),
            functions.lit(arrival.content()).as(RawTables.CONTENT),
            functions.lit(arrival.delivery()).as(RawTables.DELIVERY),
            functions.expr("_metadata.row_index + 1").as(RawTables.ROW),
            missingKey(rows.schema()).as(RawTables.ERROR),
            functions.lit(null).cast("string").as(RawTables.TEXT));
    return rows.select(Stream.concat(declared, own).toArray(Column[]::new));
  }

  private Column missingKey(StructType schema) {
    return feed.key().stream()
        .map(
            name ->
                functions.when(
                    CurrentRows.isNothing(text(schema, name), feed),
                    functions.lit(RawTables.missingKey(name))))
        .reduce(functions.lit(null).cast("string"), (one, other) -> functions.coalesce(one, other));
  }

  /**
   * A value as text; an instant says its offset, so that no zone is needed to read it, and a
   * decimal has no zeros that its type alone puts there.
   */
  private static Column text(StructType schema, String column) {
    Optional<StructField> field =
        Arrays.stream(schema.fields())
            .filter(f -> f.name().equalsIgnoreCase(column))
            .min(Comparator.comparing(f -> !f.name().equals(column)));
    if (field.isEmpty()) {
      return functions.lit(null).cast("string");
    }
    Column value = functions.col("`" + field.get().name() + "`");
    DataType type = field.get().dataType();
    if (type instanceof DecimalType decimal && decimal.scale() > 0) {
      return functions.regexp_replace(value.cast("string"), "[.]?0+$", "");
    }
    return type.equals(DataTypes.TimestampType)
        ? functions.concat(
            functions.to_utc_timestamp(value, functions.current_timezone()).cast("string"),
            functions.lit("Z"))
        : value.cast("string");
  }

  private Dataset<Row> stamped(Dataset<Row> rows) {
    return timed(rows)
        .withColumn(RawTables.LOAD_ID, functions.lit(load))
        .withColumn(RawTables.LOADED_AT, functions.lit(Timestamp.from(at)));
  }

  /** A row that does not say when it became what it is cannot be put in order. */
  private Dataset<Row> timed(Dataset<Row> rows) {
    return feed.newestBy()
        .map(
            newest -> {
              Column unread = newest.problem(CurrentRows.raw(newest.column()), feed);
              return rows.withColumn(
                  RawTables.ERROR, functions.coalesce(functions.col(RawTables.ERROR), unread));
            })
        .orElse(rows);
  }

  private StructField[] parsedFields() {
    return Arrays.stream(RawTables.schema(feed.shape()).fields())
        .filter(field -> !field.name().equals(RawTables.LOAD_ID))
        .filter(field -> !field.name().equals(RawTables.LOADED_AT))
        .toArray(StructField[]::new);
  }

  /** A local path as Hadoop spells it: a blank stays a blank. */
  private static String hadoopPath(java.nio.file.Path file) {
    return new Path(file.toUri()).toString();
  }
}
