package org.crmkpi.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.session.Effort;
import org.crmkpi.source.Classification.FileOf;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows that count and that no mapping makes anything of: a header among plain lines, a copy of what
 * another file has. Feeds of which some mapping takes each row, as its plan shows, need no query.
 */
final class DroppedRows {
  private static final List<String> PLACE = List.of("load", "file", "row");

  private final SparkSession session;
  private final List<Mapping> mappings;
  private final Map<FileOf, Long> counts = new HashMap<>();

  private DroppedRows(SparkSession session, List<Mapping> mappings) {
    this.session = session;
    this.mappings = mappings;
  }

  /** How many rows of each file of some loads are dropped; files without one are left out. */
  static Map<FileOf, Long> of(SparkSession session, List<Fresh> loads, List<Mapping> mappings) {
    DroppedRows dropped = new DroppedRows(session, mappings);
    Map<String, List<Fresh>> byFeed =
        loads.stream().collect(Collectors.groupingBy(load -> load.feed().feed().shown()));
    byFeed.values().forEach(dropped::count);
    return dropped.counts;
  }

  private void count(List<Fresh> loads) {
    LoadedFeed feed = loads.get(0).feed();
    Set<String> told =
        loads.stream()
            .flatMap(load -> load.all().stream())
            .map(Listed::content)
            .collect(Collectors.toSet());
    List<Listed> lines =
        feed.counting().stream().filter(line -> told.contains(line.content())).toList();
    List<Mapping> readers =
        mappings.stream().filter(mapping -> mapping.reads(feed.feed())).toList();
    boolean isTaken =
        readers.isEmpty() || readers.stream().anyMatch(each -> each.takesAll(session, feed.feed()));
    if (lines.isEmpty() || isTaken) {
      return;
    }
    Effort.forRows(session, feed.countingRows());
    Set<String> open = loads.stream().map(Fresh::load).collect(Collectors.toSet());
    Dataset<Row> rows = Zones.in(session, feed.feed().zone(), () -> rows(feed, lines, open));
    readers.stream()
        .map(mapping -> places(mapping.taken(session, feed.feed(), rows)))
        .reduce(places(rows), DroppedRows::without)
        .groupBy("load", "file")
        .count()
        .collectAsList()
        .forEach(row -> add(feed.feed(), row));
  }

  /** What mapping SQL sees of the rows that these loads told. */
  private Dataset<Row> rows(LoadedFeed feed, List<Listed> lines, Set<String> open) {
    if (lines.size() == feed.counting().size()) {
      return told(CurrentRows.of(session, feed), open);
    }
    Dataset<Row> raw =
        feed.feed().key().isEmpty()
            ? feed.wellFormed(session, lines)
            : RowsOfKeys.of(session, feed, lines).in(feed.counting());
    return told(CurrentRows.of(raw, feed, feed.counting()), open);
  }

  private static Dataset<Row> told(Dataset<Row> rows, Set<String> open) {
    return rows.where(functions.col(CurrentRows.ROW_REF).getField("load").isin(open.toArray()));
  }

  private static Dataset<Row> places(Dataset<Row> rows) {
    Column ref = functions.col(CurrentRows.ROW_REF);
    return rows.select(
        PLACE.stream().map(name -> ref.getField(name).as(name)).toArray(Column[]::new));
  }

  private static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> taken) {
    return rows.join(taken, CollectionConverters.asScala(PLACE).toSeq(), "left_anti");
  }

  private void add(Feed feed, Row row) {
    FileOf file = new FileOf(row.getString(0), feed.source(), feed.name(), row.getString(1));
    counts.put(file, row.getLong(2));
  }
}
