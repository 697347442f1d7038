package org.crmkpi.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What became of the well-formed rows of the files that a load added: which count, which repeat
 * another, which are older versions. One query for all feeds.
 */
final class Classification {
  private final SparkSession session;
  private final Map<FileOf, Tally> tallies = new HashMap<>();

  /** Files that were asked for, by the digest of their content instead of their name. */
  private final Map<FileOf, FileOf> asking = new HashMap<>();

  /** A file of a feed, as a load took it. */
  record FileOf(String load, String source, String feed, String file) {}

  /** Rows of a file by what became of them. */
  record Tally(long accepted, long duplicate, long superseded) {
    Tally repeating(long more) {
      return new Tally(accepted, duplicate + more, superseded);
    }
  }

  private Classification(SparkSession session) {
    this.session = session;
  }

  static Map<FileOf, Tally> of(SparkSession session, List<Fresh> loads) {
    Classification all = new Classification(session);
    List<Dataset<Row>> queries = new ArrayList<>();
    loads.forEach(fresh -> all.classify(fresh).ifPresent(queries::add));
    queries.stream()
        .reduce(Dataset::unionAll)
        .ifPresent(counts -> counts.collectAsList().forEach(all::add));
    return all.tallies;
  }

  /** Feeds without a key need no query: either all rows of a file count, or none. */
  private Optional<Dataset<Row>> classify(Fresh load) {
    Map<String, Listed> counting =
        load.counting().stream().collect(Collectors.toMap(Listed::content, Function.identity()));
    boolean hasKey = !load.feed().feed().key().isEmpty();
    List<Listed> asked = new ArrayList<>();
    for (Listed line : load.all()) {
      Optional<Listed> place = Optional.ofNullable(counting.get(line.content()));
      boolean counts = place.filter(its -> decides(load, line, its)).isPresent();
      tallies.put(file(line), tally(line, place, counts));
      if (hasKey && counts) {
        asked.add(line);
        asking.put(content(line), file(line));
      }
    }
    boolean isWhole = asked.size() == counting.size();
    return asked.isEmpty() || (isWhole && load.feed().repeatedKeys(session).none())
        ? Optional.empty()
        : Optional.of(
            Zones.in(
                session, load.feed().feed().zone(), () -> counts(load, load.counting(), asked)));
  }

  /**
   * True for the line under which a content counts: of versions the last place that told it; else
   * the first, whose rows were loaded, as content that comes again says nothing new.
   */
  private static boolean decides(Fresh load, Listed line, Listed place) {
    return load.feed().feed().hasVersions() ? line.isIn(place) : load.lines().contains(line);
  }

  private static Tally tally(Listed line, Optional<Listed> place, boolean counts) {
    long rows = line.rowsRead() - line.rowsMalformed();
    if (place.isEmpty()) {
      return new Tally(0, 0, rows);
    }
    return counts ? new Tally(rows, 0, 0) : new Tally(0, rows, 0);
  }

  private Dataset<Row> counts(Fresh load, List<Listed> counting, List<Listed> asked) {
    Feed feed = load.feed().feed();
    Column rank = functions.col("_rank");
    Column isOlder = rank.gt(1);
    Column repeats = functions.col("_repeat").gt(1);
    Column content = functions.col(RawTables.CONTENT);
    return ranked(load.feed(), counting, asked)
        .where(content.isin(asked.stream().map(Listed::content).toArray()))
        .groupBy(content)
        .agg(
            functions.count_if(rank.equalTo(1)),
            functions.count_if(isOlder.and(repeats)),
            functions.count_if(isOlder.and(functions.not(repeats))))
        .withColumn("load", functions.lit(load.load()))
        .withColumn("source", functions.lit(feed.source()))
        .withColumn("feed", functions.lit(feed.name()));
  }

  private Dataset<Row> ranked(LoadedFeed loaded, List<Listed> counting, List<Listed> fresh) {
    Feed feed = loaded.feed();
    Column content =
        functions.xxhash64(
            feed.shape().allColumns().stream().map(CurrentRows::column).toArray(Column[]::new));
    Dataset<Row> rows =
        CurrentRows.timed(touched(loaded, counting, fresh), feed)
            .withColumn("_content_hash", content);
    return rows.withColumn("_rank", functions.row_number().over(CurrentRows.versions(feed)))
        .withColumn(
            "_repeat",
            functions
                .row_number()
                .over(CurrentRows.versions(feed, functions.col("_content_hash"))));
  }

  /** The new rows, and older ones with the same keys. */
  private Dataset<Row> touched(LoadedFeed loaded, List<Listed> counting, List<Listed> fresh) {
    if (fresh.size() == counting.size()) {
      Dataset<Row> all = CurrentRows.wellFormed(session, loaded, counting);
      return loaded.repeatedKeys(session).among(all, CurrentRows.keys(loaded.feed()));
    }
    Dataset<Row> raw = RowsOfKeys.of(session, loaded, fresh).in(counting);
    return CurrentRows.values(raw, loaded, counting);
  }

  /** Rows that were looked at; the others of the file are the only ones with their key. */
  private void add(Row row) {
    FileOf file =
        asking.get(
            new FileOf(row.getString(4), row.getString(5), row.getString(6), row.getString(0)));
    long duplicate = row.getLong(2);
    long superseded = row.getLong(3);
    long lookedAt = row.getLong(1) + duplicate + superseded;
    Tally all = tallies.get(file);
    long others = all.accepted() - lookedAt;
    tallies.put(file, new Tally(others + row.getLong(1), duplicate, superseded));
  }

  private static FileOf content(Listed line) {
    return new FileOf(line.listedIn(), line.source(), line.feed(), line.content());
  }

  static FileOf file(Listed line) {
    return new FileOf(line.listedIn(), line.source(), line.feed(), line.file());
  }
}
