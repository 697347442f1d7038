package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.table.Layer;

/** What a load left behind: every feed of every source, as the mapping and the ledger need it. */
public final class LoadedSources {
  private final Horizon run;
  private final List<LoadedFeed> feeds;

  LoadedSources(Horizon run, List<LoadedFeed> feeds) {
    this.run = run;
    this.feeds = feeds;
  }

  /** What somebody should know though the night goes on: absent optional feeds, broken files. */
  public List<String> notices() {
    return feeds.stream().flatMap(feed -> feed.notices().stream()).toList();
  }

  /** True when the load brought rows that no load before it had. */
  public boolean hasNewRows() {
    return feeds.stream().anyMatch(feed -> !feed.fresh().isEmpty());
  }

  /** Upper bound of the rows that count, over all feeds. */
  public long countingRows() {
    return feeds.stream().mapToLong(LoadedFeed::countingRows).sum();
  }

  /**
   * Malformed rows and unreadable files of this load, with the columns of crm_ops.rejected_rows but
   * the run; empty when there are none.
   */
  public Optional<Dataset<Row>> rejectedRows(SparkSession session) {
    return Stream.concat(
            feeds.stream().flatMap(feed -> malformed(session, feed).stream()),
            unreadable(session).stream())
        .reduce(Dataset::unionAll);
  }

  String loadId() {
    return run.load();
  }

  Horizon run() {
    return run;
  }

  /** What a run then saw of a source. */
  Horizon horizon(String source, Horizon then) {
    return then.over(
        feeds.stream()
            .filter(each -> each.feed().source().equals(source))
            .flatMap(each -> each.history().lines().stream())
            .toList());
  }

  List<LoadedFeed> feeds() {
    return feeds;
  }

  List<LoadedFeed> feeds(Source source) {
    return feeds.stream().filter(each -> each.feed().source().equals(source.name())).toList();
  }

  private static Optional<Dataset<Row>> malformed(SparkSession session, LoadedFeed loaded) {
    List<Listed> bad = loaded.fresh().stream().filter(line -> line.rowsMalformed() > 0).toList();
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            loaded
                .rawRows(session, bad)
                .where(functions.col(RawTables.ERROR).isNotNull())
                .select(rejected(loaded.feed())));
  }

  private static Column[] rejected(Feed feed) {
    Column[] columns =
        feed.shape().allColumns().stream().map(CurrentRows::column).toArray(Column[]::new);
    return new Column[] {
      functions.lit(feed.source()).as("source"),
      functions.lit(feed.name()).as("feed"),
      functions.lit(rawTable(feed)).as("table_name"),
      functions.col(RawTables.FILE).as("file"),
      functions.col(RawTables.LOAD_ID).as("load_id"),
      functions.col(RawTables.ROW).as("row_number"),
      functions.lit(null).cast("string").as("row_key"),
      functions.col(RawTables.ERROR).as("reason"),
      functions
          .coalesce(functions.col(RawTables.TEXT), functions.to_json(functions.struct(columns)))
          .as("raw_text")
    };
  }

  private Optional<Dataset<Row>> unreadable(SparkSession session) {
    List<Row> rows =
        feeds.stream()
            .flatMap(loaded -> loaded.intake().arrivals().stream().flatMap(a -> row(loaded, a)))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(session.createDataFrame(rows, RejectedShape.SCHEMA));
  }

  private Stream<Row> row(LoadedFeed loaded, Arrival arrival) {
    Feed feed = loaded.feed();
    return arrival.damage().stream()
        .map(
            why ->
                RowFactory.create(
                    feed.source(),
                    feed.name(),
                    rawTable(feed),
                    arrival.file().name(),
                    loadId(),
                    null,
                    null,
                    "the whole file: " + why,
                    null));
  }

  private static String rawTable(Feed feed) {
    return Layer.RAW.schema() + "." + feed.rawTable();
  }

  /** Columns of crm_ops.rejected_rows but the run. */
  static final class RejectedShape {
    static final StructType SCHEMA =
        StructType.fromDDL(
            "source string, feed string, table_name string, file string, load_id string,"
                + " row_number bigint, row_key string, reason string, raw_text string");

    private RejectedShape() {}
  }
}
