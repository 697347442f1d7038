package org.crmkpi.source;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.table.Contract;

/**
 * What a mapping gave on every day on which its feeds told something else, each row with the day
 * that told it. A mapping whose rows each depend on one row of one feed is run once over all days,
 * any other once a day.
 */
final class ToldRows {
  /** Day of the delivery that told a row, in {@code row_ref} and beside it. */
  static final String TOLD_ON = "told_on";

  private static final String DELIVERY = "_told_delivery";
  private static final String FILE = "_told_file";
  private static final StructType LISTED =
      StructType.fromDDL(
          "told_on date, told_content string, %s string, %s string".formatted(DELIVERY, FILE));

  private final SparkSession session;
  private final Mapping mapping;
  private final Map<LoadedFeed, NavigableMap<LocalDate, List<Listed>>> days;

  private ToldRows(SparkSession session, Mapping mapping) {
    this.session = session;
    this.mapping = mapping;
    this.days =
        mapping.feeds().stream().collect(Collectors.toMap(feed -> feed, LoadedFeed::countingByDay));
  }

  static ToldRows of(SparkSession session, Mapping mapping) {
    return new ToldRows(session, mapping);
  }

  /** The contract of what is told: of a history, without the day on which the values end. */
  static Contract told(Contract history) {
    return new Contract(
        history.name(),
        history.layer(),
        history.about(),
        history.owner(),
        history.grain(),
        history.inputs(),
        history.refresh(),
        history.datedBy(),
        history.clusteredBy(),
        history.parameters(),
        history.columns().stream()
            .filter(column -> !column.name().equals(EntityHistory.UNTIL))
            .map(column -> column.name().equals(EntityHistory.FROM) ? column.optional() : column)
            .toList(),
        history.checks(),
        history.kpis(),
        history.version(),
        history.history());
  }

  /** Digest of what each feed told on which day, by feed. */
  Map<String, String> digests() {
    return days.entrySet().stream()
        .collect(
            Collectors.toMap(
                each -> each.getKey().feed().shown(),
                each -> digest(each.getKey().feed(), each.getValue())));
  }

  private static String digest(Feed feed, NavigableMap<LocalDate, List<Listed>> told) {
    return Digest.of(
        told.entrySet().stream()
            .flatMap(
                each ->
                    Stream.of(each.getKey().toString(), FeedChange.digest(feed, each.getValue())))
            .toList());
  }

  /** Rows that a mapping reads for all days, at most. */
  static long atMost(Mapping mapping) {
    return mapping.feeds().stream()
        .map(LoadedFeed::countingByDay)
        .flatMap(told -> told.values().stream())
        .flatMap(List::stream)
        .mapToLong(Listed::rowsRead)
        .sum();
  }

  /** Rows with the types of the told contract, and the day that told them. */
  Dataset<Row> typed() {
    boolean isRowByRow =
        mapping.feeds().size() == 1
            && isRowByRow(mapping.feeds().get(0).feed())
            && mapping.shape(session).obstacle().isEmpty();
    if (isRowByRow) {
      LoadedFeed feed = mapping.feeds().get(0);
      Dataset<Row> rows = mapping.inZone(session, () -> everyDay(feed, days.get(feed)));
      Column day = functions.col(CurrentRows.ROW_REF).getField(TOLD_ON);
      return mapping.typed(session, Map.of(feed.feed().name(), rows)).withColumn(TOLD_ON, day);
    }
    NavigableSet<LocalDate> all = new TreeSet<>();
    days.values().forEach(told -> all.addAll(told.keySet()));
    return all.stream()
        .map(this::onDay)
        .reduce(Dataset::unionAll)
        .orElseGet(
            () -> mapping.typed(session).withColumn(TOLD_ON, functions.lit(null).cast("date")));
  }

  /** True when what a row of the feed says does not depend on rows of other keys. */
  private static boolean isRowByRow(Feed feed) {
    return feed.isFull() ? feed.newestBy().isEmpty() : feed.hasVersions();
  }

  private Dataset<Row> onDay(LocalDate day) {
    Map<String, Dataset<Row>> then =
        days.entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> each.getKey().feed().name(),
                    each -> onDay(each.getKey(), each.getValue(), day)));
    return mapping.typed(session, then).withColumn(TOLD_ON, functions.lit(day));
  }

  private Dataset<Row> onDay(
      LoadedFeed feed, NavigableMap<LocalDate, List<Listed>> told, LocalDate day) {
    var until = told.floorEntry(day);
    List<Listed> contents = until == null ? List.of() : until.getValue();
    return mapping.inZone(
        session, () -> CurrentRows.of(feed.wellFormed(session, contents), feed, contents));
  }

  /** The rows of all days as mapping SQL sees them. */
  private Dataset<Row> everyDay(LoadedFeed loaded, NavigableMap<LocalDate, List<Listed>> told) {
    Feed feed = loaded.feed();
    List<Row> listed = listed(feed, told);
    List<Listed> contents =
        told.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toMap(Listed::content, line -> line, (one, other) -> one))
            .values()
            .stream()
            .toList();
    Dataset<Row> placed =
        loaded
            .wellFormed(session, contents)
            .join(
                functions.broadcast(session.createDataFrame(listed, LISTED)),
                functions.col(RawTables.CONTENT).equalTo(functions.col("told_content")));
    List<Column> columns = new ArrayList<>();
    feed.shape().allColumns().forEach(name -> columns.add(CurrentRows.value(name, feed).as(name)));
    columns.add(
        functions
            .struct(
                functions.col(FILE).as("file"),
                functions.col(RawTables.ROW).as("row"),
                functions.lit(feed.name()).as("feed"),
                functions.col(RawTables.LOAD_ID).as("load"),
                functions.col(TOLD_ON).as(TOLD_ON))
            .as(CurrentRows.ROW_REF));
    columns.add(
        CurrentRows.order(feed, functions.col(DELIVERY), functions.col(FILE))
            .as(CurrentRows.ORDER));
    columns.add(functions.col(TOLD_ON));
    Dataset<Row> rows = placed.select(columns.toArray(Column[]::new));
    return CurrentRows.visible(feed.key().isEmpty() ? rows : newest(rows, feed), feed);
  }

  /** Of each key the rows that were its newest on the day that told them. */
  private static Dataset<Row> newest(Dataset<Row> rows, Feed feed) {
    Column order = functions.col(CurrentRows.ORDER);
    WindowSpec sofar =
        feed.isFull()
            ? CurrentRows.told(feed, functions.col(TOLD_ON))
            : CurrentRows.told(feed).orderBy(functions.col(TOLD_ON));
    Dataset<Row> newest =
        CurrentRows.timed(rows, feed)
            .withColumn("_newest", functions.max(order).over(sofar))
            .where(functions.col("_newest").equalTo(order));
    return feed.deletedWhen()
        .map(sql -> newest.where("not coalesce(" + sql + ", false)"))
        .orElse(newest);
  }

  /** A full delivery tells all its rows again, another only those that are new. */
  private static List<Row> listed(Feed feed, NavigableMap<LocalDate, List<Listed>> told) {
    List<Row> rows = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    told.forEach(
        (day, contents) -> {
          for (Listed line : contents) {
            boolean isNew =
                known.add(List.of(line.content(), line.delivery(), line.file(), line.listedIn()));
            if (feed.isFull() || isNew) {
              rows.add(
                  RowFactory.create(
                      java.sql.Date.valueOf(day), line.content(), line.delivery(), line.file()));
            }
          }
        });
    return rows;
  }
}
