package org.crmkpi.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;

/**
 * A feed whose new rows are written but not shown.
 *
 * @param fresh a line for each new content
 * @param lines what the register gets: the listings that it does not have yet
 */
record Staged(
    Intake intake, Optional<StagedContents> contents, List<Listed> fresh, List<Listed> lines) {
  private static final int SHOWN_ROWS = 5;

  static Staged nothing(Intake intake) {
    return new Staged(intake, Optional.empty(), List.of(), lines(intake, Map.of()));
  }

  static Staged of(Intake intake, StagedContents contents, Configuration hadoop) {
    Map<String, Listed> fresh = contents.lines(intake.feed(), intake.run(), hadoop);
    return new Staged(
        intake, Optional.of(contents), List.copyOf(fresh.values()), lines(intake, fresh));
  }

  /** Fails when more of the new rows are malformed than the limit allows. */
  void checkShare(SparkSession session, double limit) {
    long rows = fresh.stream().mapToLong(Listed::rowsRead).sum();
    long malformed = fresh.stream().mapToLong(Listed::rowsMalformed).sum();
    if (malformed > limit * rows) {
      throw CrmFailure.of(
          Category.DATA,
          "feed " + intake.feed().shown(),
          "%d of %d new rows are malformed, more than load.rejected_share_limit %s allows; nothing was published"
              .formatted(malformed, rows, limit),
          "First: " + String.join("\n", first(session)),
          "deliver the files again, or raise the limit, then run again.");
    }
  }

  /** All listings of the feed, those of this load included. */
  FeedHistory history() {
    return intake.history().with(lines);
  }

  /** Shows the new rows to readers of the raw table. */
  LoadedFeed show(RawTables tables, Optional<Version> before, Horizon horizon) {
    FeedHistory now = history();
    boolean hasRows = contents.filter(each -> !each.rows().files().isEmpty()).isPresent();
    if (!hasRows) {
      return new LoadedFeed(intake, now, horizon, fresh, before);
    }
    DeltaTable table = tables.table(intake.feed().rawTable());
    long inspected = before.map(Version::number).orElse(DeltaTable.NO_VERSION);
    table.append(contents.orElseThrow().rows(), inspected);
    return new LoadedFeed(intake, now, horizon, fresh, table.newest());
  }

  private static List<Listed> lines(Intake intake, Map<String, Listed> fresh) {
    return intake.unlisted().stream()
        .map(
            arrival ->
                arrival
                    .known()
                    .orElseGet(() -> fresh.get(arrival.content()))
                    .as(arrival.file(), arrival.delivery(), intake.run()))
        .toList();
  }

  private List<String> first(SparkSession session) {
    return contents
        .orElseThrow()
        .rows()
        .read(session)
        .where(functions.col(RawTables.ERROR).isNotNull())
        .select(RawTables.FILE, RawTables.ROW, RawTables.ERROR)
        .orderBy(RawTables.FILE, RawTables.ROW)
        .limit(SHOWN_ROWS)
        .collectAsList()
        .stream()
        .map(Staged::words)
        .toList();
  }

  private static String words(Row row) {
    return "%s row %d: %s".formatted(row.getString(0), row.getLong(1), row.getString(2));
  }
}
