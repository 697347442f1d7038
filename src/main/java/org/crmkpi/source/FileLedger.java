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
import org.crmkpi.table.Layer;

/** The rows of crm_ops.file_ledger: what became of every row of every file that a load found. */
final class FileLedger {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "run_id string, source string, feed string, file string, content_sha256 string,"
              + " delivery string, bytes bigint, status string, rows_read bigint,"
              + " rows_accepted bigint, rows_rejected bigint, rows_duplicate bigint,"
              + " rows_superseded bigint, rows_dropped bigint, extra_columns string");

  /** Status of a file whose rows are in the raw table since the run of the line. */
  static final String LOADED = "loaded";

  /** Status of a file whose content was there before. */
  static final String KNOWN = "known";

  private final LoadedSources loaded;
  private final Map<FileOf, Tally> tallies;
  private final Map<FileOf, Long> rejected;
  private final Map<FileOf, Long> dropped;
  private final List<Row> rows = new ArrayList<>();

  private FileLedger(
      LoadedSources loaded,
      Map<FileOf, Tally> tallies,
      Map<FileOf, Long> rejected,
      Map<FileOf, Long> dropped) {
    this.loaded = loaded;
    this.tallies = tallies;
    this.rejected = rejected;
    this.dropped = dropped;
  }

  /**
   * The ledger of some loads and of what this run found beside them.
   *
   * @param rejectedRows rejected rows of these loads; empty when there are none
   * @param dropped rows of which no mapping makes anything
   */
  static Dataset<Row> of(
      SparkSession session,
      LoadedSources loaded,
      List<Fresh> loads,
      Optional<Dataset<Row>> rejectedRows,
      Map<FileOf, Long> dropped) {
    FileLedger ledger =
        new FileLedger(
            loaded,
            Classification.of(session, loads),
            rejectedRows.map(FileLedger::byFile).orElse(Map.of()),
            dropped);
    loads.forEach(ledger::loaded);
    loaded.feeds().forEach(ledger::unreadable);
    return session.createDataFrame(ledger.rows, SCHEMA);
  }

  /** Rows of each file that some entity turned away, each once. */
  private static Map<FileOf, Long> byFile(Dataset<Row> rejected) {
    Map<FileOf, Long> counts = new HashMap<>();
    rejected
        .where(functions.not(functions.col("table_name").startsWith(Layer.RAW.schema() + ".")))
        .groupBy("load_id", "source", "feed", "file")
        .agg(functions.countDistinct("row_number"))
        .collectAsList()
        .forEach(
            row ->
                counts.put(
                    new FileOf(
                        row.getString(0), row.getString(1), row.getString(2), row.getString(3)),
                    row.getLong(4)));
    return counts;
  }

  /** Files of this run that cannot be read, and those beside them in a full delivery. */
  private void unreadable(LoadedFeed feed) {
    for (Arrival arrival : feed.intake().arrivals()) {
      if (feed.history().known(arrival.content()).isEmpty()) {
        row(unread(feed.feed(), arrival), "rejected", new Tally(0, 0, 0), 0, 0);
      }
    }
  }

  private Listed unread(Feed feed, Arrival arrival) {
    return new Listed(
        feed.source(),
        feed.name(),
        arrival.delivery(),
        arrival.file().name(),
        arrival.content(),
        loaded.loadId(),
        loaded.run().asOf(),
        "",
        arrival.file().bytes(),
        arrival.file().modifiedAt(),
        0,
        0,
        arrival.extraColumns(),
        0);
  }

  private void loaded(Fresh fresh) {
    fresh.lines().forEach(line -> accounted(line, LOADED, line.rowsMalformed()));
    fresh.again().forEach(line -> accounted(line, KNOWN, 0));
  }

  /**
   * An entity may have turned away a row in one run that a later one knows to be superseded.
   *
   * @param malformed malformed rows; those of a known file repeat what was turned away before
   */
  private void accounted(Listed line, String status, long malformed) {
    FileOf file = Classification.file(line);
    Tally tally = tallies.getOrDefault(file, new Tally(0, 0, 0));
    long turnedAway = rejected.getOrDefault(file, 0L);
    boolean isOwn = line.listedIn().equals(loaded.loadId());
    long counted = isOwn ? turnedAway : Math.min(turnedAway, tally.accepted());
    long sum = tally.accepted() + tally.duplicate() + tally.superseded() + line.rowsMalformed();
    if (sum != line.rowsRead() || counted > tally.accepted()) {
      throw unbalanced(line, tally, turnedAway);
    }
    long unused = Math.min(dropped.getOrDefault(file, 0L), tally.accepted() - counted);
    Tally repeating = tally.repeating(line.rowsMalformed() - malformed);
    row(line, status, repeating, malformed + counted, unused);
  }

  private void row(Listed line, String status, Tally tally, long turnedAway, long unused) {
    rows.add(
        RowFactory.create(
            line.listedIn(),
            line.source(),
            line.feed(),
            line.file(),
            line.content(),
            line.delivery(),
            line.bytes(),
            status,
            line.rowsRead(),
            line.rowsRead() - turnedAway - tally.duplicate() - tally.superseded() - unused,
            turnedAway,
            tally.duplicate(),
            tally.superseded(),
            unused,
            line.extraColumns().isEmpty() ? null : line.extraColumns()));
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
