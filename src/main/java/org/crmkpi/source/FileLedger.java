package org.crmkpi.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.source.Classification.FileOf;
import org.crmkpi.source.Classification.Tally;

/** The rows of crm_ops.file_ledger: what became of every row of every file that a load found. */
public final class FileLedger {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "run_id string, source string, feed string, file string, content_sha256 string,"
              + " delivery string, bytes bigint, status string, rows_read bigint,"
              + " rows_accepted bigint, rows_rejected bigint, rows_duplicate bigint,"
              + " rows_superseded bigint, extra_columns string");

  private final LoadedSources loaded;
  private final Map<FileOf, Tally> tallies;
  private final Map<FileOf, Long> rejected;
  private final List<Row> rows = new ArrayList<>();

  private FileLedger(LoadedSources loaded, Map<FileOf, Tally> tallies, Map<FileOf, Long> rejected) {
    this.loaded = loaded;
    this.tallies = tallies;
    this.rejected = rejected;
  }

  /**
   * The ledger of a load, with all columns of its contract; fails when a file does not balance.
   *
   * @param rejectedByEntities rejected rows of all entities; empty when there are none
   */
  public static Dataset<Row> of(
      SparkSession session, LoadedSources loaded, Optional<Dataset<Row>> rejectedByEntities) {
    FileLedger ledger =
        new FileLedger(
            loaded,
            Classification.of(session, loaded),
            rejectedByEntities.map(each -> byFile(each, loaded.loadId())).orElse(Map.of()));
    loaded.feeds().forEach(ledger::add);
    return session.createDataFrame(ledger.rows, SCHEMA);
  }

  /** Rows of new files that some entity turned away, each once. */
  private static Map<FileOf, Long> byFile(Dataset<Row> rejected, String loadId) {
    Map<FileOf, Long> counts = new HashMap<>();
    rejected
        .where(functions.col("load_id").equalTo(loadId))
        .groupBy("source", "feed", "file")
        .agg(functions.countDistinct("row_number"))
        .collectAsList()
        .forEach(
            row ->
                counts.put(
                    new FileOf(row.getString(0), row.getString(1), row.getString(2)),
                    row.getLong(3)));
    return counts;
  }

  private void add(LoadedFeed feed) {
    Map<FileOf, Listed> fresh = new HashMap<>();
    feed.fresh().forEach(line -> fresh.put(Classification.file(line), line));
    for (Arrival arrival : feed.intake().arrivals()) {
      FileOf file = new FileOf(feed.feed().source(), feed.feed().name(), arrival.file().name());
      Optional<Listed> known = feed.history().known(arrival.content());
      if (fresh.containsKey(file)) {
        loaded(arrival, fresh.get(file));
      } else if (known.isPresent()) {
        long read = known.get().rowsRead();
        row(file, arrival, "known", read, new Tally(0, read, 0), 0);
      } else {
        row(file, arrival, "rejected", 0, new Tally(0, 0, 0), 0);
      }
    }
  }

  private void loaded(Arrival arrival, Listed line) {
    FileOf file = Classification.file(line);
    Tally tally = tallies.getOrDefault(file, new Tally(0, 0, 0));
    long turnedAway = rejected.getOrDefault(file, 0L);
    long sum = tally.accepted() + tally.duplicate() + tally.superseded() + line.rowsMalformed();
    if (sum != line.rowsRead() || turnedAway > tally.accepted()) {
      throw unbalanced(line, tally, turnedAway);
    }
    row(file, arrival, "loaded", line.rowsRead(), tally, line.rowsMalformed() + turnedAway);
  }

  private void row(
      FileOf file, Arrival arrival, String status, long read, Tally tally, long turnedAway) {
    rows.add(
        RowFactory.create(
            loaded.loadId(),
            file.source(),
            file.feed(),
            file.file(),
            arrival.content(),
            arrival.delivery(),
            arrival.file().bytes(),
            status,
            read,
            read - turnedAway - tally.duplicate() - tally.superseded(),
            turnedAway,
            tally.duplicate(),
            tally.superseded(),
            arrival.extraColumns().isEmpty() ? null : arrival.extraColumns()));
  }

  private static CrmFailure unbalanced(Listed line, Tally tally, long turnedAway) {
    return CrmFailure.of(
        Category.DATA,
        "feed " + line.source() + "." + line.feed(),
        "the rows of %s do not balance".formatted(line.file()),
        "read %d; malformed %d, turned away by entities %d, %s"
            .formatted(line.rowsRead(), line.rowsMalformed(), turnedAway, tally),
        "this is a defect of the load; keep the files and report it.");
  }
}
