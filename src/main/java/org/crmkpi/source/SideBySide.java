package org.crmkpi.source;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;

/**
 * Snapshots that lie side by side as if they were the parts of one full delivery: each holds the
 * same keys, and only one of them is true.
 *
 * @param staged what a load brought of a feed
 * @param before raw table of the feed as the load found it
 */
record SideBySide(SparkSession session, Staged staged, Optional<Version> before) {
  private static final Pattern DAY = Pattern.compile("(19|20)\\d{2}[-_.]?\\d{2}[-_.]?\\d{2}");
  private static final String REPEATED = "_repeated";
  private static final String ALL = "_all";

  /** Fails when files of one full delivery hold the same keys. */
  void check() {
    if (feed().isFull()) {
      staged.intake().usable().stream()
          .collect(Collectors.groupingBy(Arrival::delivery))
          .values()
          .stream()
          .filter(files -> files.size() > 1 && files.stream().anyMatch(Arrival::isNew))
          .forEach(this::check);
    }
  }

  private void check(List<Arrival> files) {
    boolean hasKey = !feed().key().isEmpty();
    if (!hasKey && !differOnlyByDay(files)) {
      return;
    }
    Column[] same =
        (hasKey ? feed().key() : feed().shape().allColumns())
            .stream().map(CurrentRows::raw).toArray(Column[]::new);
    Column isRepeated = functions.countDistinct(RawTables.CONTENT).gt(1);
    Row counts =
        rows(files)
            .groupBy(same)
            .agg(isRepeated.as(REPEATED))
            .agg(functions.count_if(functions.col(REPEATED)), functions.count("*").as(ALL))
            .head();
    long repeated = counts.getLong(0);
    if (repeated > 0 && (hasKey || 2 * repeated >= counts.getLong(1))) {
      throw refused(files, repeated, hasKey ? "keys" : "rows");
    }
  }

  private Dataset<Row> rows(List<Arrival> files) {
    List<Listed> known = files.stream().flatMap(each -> each.known().stream()).toList();
    Object[] contents = files.stream().map(Arrival::content).toArray();
    Intake intake = staged.intake();
    Dataset<Row> fresh =
        staged
            .contents()
            .orElseThrow()
            .rows()
            .read(session)
            .where(functions.col(RawTables.CONTENT).isin(contents))
            .where(functions.col(RawTables.ERROR).isNull());
    return new LoadedFeed(intake, intake.history(), intake.run(), List.of(), before)
        .wellFormed(session, known)
        .unionByName(fresh);
  }

  /** Files by day of one export, such as customers_2024-03-08.csv; parts have numbers. */
  private static boolean differOnlyByDay(List<Arrival> files) {
    Set<String> names = new HashSet<>();
    return files.stream()
        .map(each -> DAY.matcher(each.file().name()).replaceAll("#"))
        .anyMatch(name -> !names.add(name));
  }

  private CrmFailure refused(List<Arrival> files, long repeated, String what) {
    String own = feed().path().replaceFirst("\\*+", Feed.DELIVERY);
    return CrmFailure.of(
        Category.DATA,
        "feed " + feed().shown(),
        "%d files of one full delivery hold the same %s; nothing was published"
            .formatted(files.size(), what),
        "%d %s are in more than one of %s"
            .formatted(
                repeated, what, files.stream().limit(5).map(each -> each.file().name()).toList()),
        "where each file is a delivery of its own, name it in the path: " + own + ".");
  }

  private Feed feed() {
    return staged.intake().feed();
  }
}
