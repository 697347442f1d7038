package org.crmkpi.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;

/**
 * The loads that the ledger does not account for yet: the one of this run, and those of runs that
 * ended before they came to it.
 */
public final class OpenLoads {
  private static final StructType REJECTED =
      StructType.fromDDL(
          "source string, feed string, table_name string, file string, load_id string,"
              + " row_number bigint, row_key string, reason string, raw_text string");

  private final SparkSession session;
  private final LoadedSources loaded;
  private final List<Fresh> fresh;

  private OpenLoads(SparkSession session, LoadedSources loaded, List<Fresh> fresh) {
    this.session = session;
    this.loaded = loaded;
    this.fresh = fresh;
  }

  /**
   * The open loads of the sources of a run.
   *
   * @param ledger newest version of crm_ops.file_ledger
   */
  public static OpenLoads of(SparkSession session, LoadedSources loaded, Optional<Version> ledger) {
    Set<List<String>> closed = new HashSet<>();
    ledger.ifPresent(
        version ->
            version
                .read(session)
                .where(functions.col("status").isin(FileLedger.LOADED, FileLedger.KNOWN))
                .select("run_id", "source", "status")
                .distinct()
                .collectAsList()
                .forEach(
                    row ->
                        closed.add(List.of(row.getString(0), row.getString(1), row.getString(2)))));
    List<Fresh> open =
        loaded.feeds().stream()
            .flatMap(feed -> feed.byLoad().stream())
            .filter(each -> !isClosed(each, closed))
            .map(each -> each.over(loaded))
            .toList();
    return new OpenLoads(session, loaded, open);
  }

  private static boolean isClosed(Fresh each, Set<List<String>> closed) {
    String source = each.feed().feed().source();
    return closed.contains(List.of(each.load(), source, FileLedger.LOADED))
        || (each.lines().isEmpty()
            && closed.contains(List.of(each.load(), source, FileLedger.KNOWN)));
  }

  /** Open loads of earlier runs, by id. */
  public List<String> earlier() {
    return fresh.stream()
        .map(Fresh::load)
        .filter(load -> !load.equals(loaded.loadId()))
        .distinct()
        .toList();
  }

  /**
   * Malformed rows of the open loads and unreadable files of this run, with the columns of
   * crm_ops.rejected_rows but the run; empty when there are none.
   *
   * @param recorded rejected rows that earlier runs recorded; theirs are not reported again
   */
  public Optional<Dataset<Row>> rejectedRows(Optional<Dataset<Row>> recorded) {
    Set<List<String>> known = new HashSet<>();
    if (!earlier().isEmpty()) {
      recorded.ifPresent(
          rows ->
              ofOpenLoads(rows).select("load_id", "table_name").distinct().collectAsList().stream()
                  .forEach(row -> known.add(List.of(row.getString(0), row.getString(1)))));
    }
    Stream<Dataset<Row>> malformed =
        fresh.stream()
            .filter(each -> !known.contains(List.of(each.load(), each.feed().feed().rawName())))
            .flatMap(each -> malformed(each).stream());
    return Stream.concat(malformed, unreadable().stream()).reduce(Dataset::unionAll);
  }

  /**
   * The ledger of the open loads and of what this run found, with all columns of its contract;
   * fails when a file does not balance.
   *
   * @param rejected rows that entities turned away, of this run and recorded ones; empty for none
   * @param entities those that the sources map, which make nothing of rows that they drop
   */
  public Dataset<Row> ledger(
      Optional<Dataset<Row>> rejected, List<Source> sources, List<Contract> entities) {
    List<Mapping> mappings =
        entities.stream().flatMap(entity -> Mapping.of(entity, sources, loaded).stream()).toList();
    return FileLedger.of(
        session,
        loaded,
        fresh,
        rejected.map(this::ofOpenLoads),
        DroppedRows.of(session, fresh, mappings));
  }

  /** The same without the open loads, which stay open: some entity did not come to its rows. */
  public Dataset<Row> ledgerOfOthers() {
    return FileLedger.of(session, loaded, List.of(), Optional.empty(), Map.of());
  }

  private Dataset<Row> ofOpenLoads(Dataset<Row> rejected) {
    Object[] loads = fresh.stream().map(Fresh::load).distinct().toArray();
    return rejected.where(functions.col("load_id").isin(loads));
  }

  private Optional<Dataset<Row>> malformed(Fresh each) {
    List<Listed> bad = each.lines().stream().filter(line -> line.rowsMalformed() > 0).toList();
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            each.feed()
                .rawRows(session, bad)
                .where(functions.col(RawTables.ERROR).isNotNull())
                .select(rejected(each.feed().feed())));
  }

  private static Column[] rejected(Feed feed) {
    Column[] columns =
        feed.shape().allColumns().stream()
            .map(name -> CurrentRows.raw(name).as(name))
            .toArray(Column[]::new);
    return new Column[] {
      functions.lit(feed.source()).as("source"),
      functions.lit(feed.name()).as("feed"),
      functions.lit(feed.rawName()).as("table_name"),
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

  private Optional<Dataset<Row>> unreadable() {
    List<Row> rows = new ArrayList<>();
    for (LoadedFeed feed : loaded.feeds()) {
      for (Arrival arrival : feed.intake().arrivals()) {
        arrival.damage().ifPresent(why -> rows.add(wholeFile(feed.feed(), arrival, why)));
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(session.createDataFrame(rows, REJECTED));
  }

  private Row wholeFile(Feed feed, Arrival arrival, String why) {
    return RowFactory.create(
        feed.source(),
        feed.name(),
        feed.rawName(),
        arrival.file().name(),
        loaded.loadId(),
        null,
        null,
        "the whole file: " + why,
        null);
  }
}
