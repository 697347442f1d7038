package org.crmkpi.source;

import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.Sought;
import org.crmkpi.delta.Version;

/** A feed after a load. */
final class LoadedFeed {
  private static final Comparator<Listed> FIRST_LISTED =
      Comparator.comparing(Listed::listedIn).thenComparing(Listed::file);

  private final Intake intake;
  private final FeedHistory history;
  private final Horizon horizon;
  private final List<Listed> counting;
  private final List<Listed> fresh;
  private final Optional<Version> raw;
  private final Map<List<Set<String>>, List<String>> held = new HashMap<>();
  private Optional<RepeatedKeys> repeatedKeys = Optional.empty();

  /**
   * What a load left behind.
   *
   * @param intake what the load found
   * @param history everything that was ever delivered, the load included
   * @param horizon what of it counts
   * @param fresh what the load added
   * @param raw newest version of the raw table; empty when nothing was ever delivered
   */
  LoadedFeed(
      Intake intake,
      FeedHistory history,
      Horizon horizon,
      List<Listed> fresh,
      Optional<Version> raw) {
    this.intake = intake;
    this.history = history;
    this.horizon = horizon;
    this.counting = history.counting(horizon);
    this.fresh = fresh;
    this.raw = raw;
  }

  Intake intake() {
    return intake;
  }

  FeedHistory history() {
    return history;
  }

  List<Listed> fresh() {
    return fresh;
  }

  /** The contents whose rows count in this run. */
  List<Listed> counting() {
    return counting;
  }

  /** The contents that counted from a day on, for each day that changed it. */
  NavigableMap<LocalDate, List<Listed>> countingByDay() {
    return history.countingByDay(horizon);
  }

  /** What each load added to the feed, in the order of the loads. */
  List<Fresh> byLoad() {
    Map<String, Listed> first = new HashMap<>();
    history.lines().forEach(line -> first.merge(line.content(), line, LoadedFeed::earlier));
    Map<Horizon, List<Listed>> byLoad =
        history.lines().stream()
            .sorted(Comparator.comparing(Listed::file))
            .collect(
                Collectors.groupingBy(
                    line -> new Horizon(line.asOf(), line.listedIn()),
                    () -> new TreeMap<>(Comparator.comparing(Horizon::load)),
                    Collectors.toList()));
    return byLoad.entrySet().stream()
        .map(each -> fresh(each.getKey(), each.getValue(), Set.copyOf(first.values())))
        .toList();
  }

  private Fresh fresh(Horizon load, List<Listed> lines, Set<Listed> first) {
    Map<Boolean, List<Listed>> byNews =
        lines.stream().collect(Collectors.partitioningBy(first::contains));
    return new Fresh(this, load, byNews.get(true), byNews.get(false));
  }

  private static Listed earlier(Listed one, Listed other) {
    return FIRST_LISTED.compare(one, other) <= 0 ? one : other;
  }

  /** What somebody should know though the night goes on. */
  List<String> notices() {
    Set<String> seen =
        history.lines().stream().filter(horizon::sees).map(Listed::content).collect(toSet());
    long later =
        intake.arrivals().stream()
            .filter(each -> each.known().isPresent() && !seen.contains(each.content()))
            .count();
    Stream<String> unseen =
        later == 0
            ? Stream.of()
            : Stream.of(
                "feed %s: %d files were loaded for a later day than %s and do not count"
                    .formatted(feed().shown(), later, horizon.asOf()));
    return Stream.concat(intake.notices().stream(), unseen).toList();
  }

  /** Upper bound of the rows that count. */
  long countingRows() {
    return counting().stream().mapToLong(Listed::rowsRead).sum();
  }

  /** Which keys of the feed have several versions; looked for once. */
  synchronized RepeatedKeys repeatedKeys(SparkSession session) {
    if (repeatedKeys.isEmpty()) {
      Dataset<Row> rows = CurrentRows.wellFormed(session, this, counting());
      repeatedKeys = Optional.of(RepeatedKeys.in(rows, CurrentRows.keys(feed()), countingRows()));
    }
    return repeatedKeys.get();
  }

  /**
   * Which keys of some contents others have; looked for once, as the entity and the ledger ask for
   * the same and the whole history is read to find it.
   *
   * @param question the contents whose keys are looked for, and those that are searched
   */
  synchronized List<String> held(List<Set<String>> question, Supplier<List<String>> search) {
    List<String> known = held.get(question);
    if (known == null) {
      known = search.get();
      held.put(question, known);
    }
    return known;
  }

  Feed feed() {
    return intake.feed();
  }

  /** Raw rows of these contents without the malformed ones. */
  Dataset<Row> wellFormed(SparkSession session, List<Listed> contents) {
    return rawRows(session, contents).where(functions.col(RawTables.ERROR).isNull());
  }

  /**
   * Some of them, among which are all that have a value that is sought. Whether a row is malformed
   * is asked in a way that Spark does not push to the files: it would push that alone.
   */
  Dataset<Row> wellFormed(SparkSession session, List<Listed> contents, Sought sought) {
    Column error = functions.coalesce(functions.col(RawTables.ERROR), functions.lit(""));
    return sought.in(rawRows(session, contents, sought.options(session))).where(error.equalTo(""));
  }

  /** The contents whose rows counted within another horizon. */
  List<Listed> counting(Horizon then) {
    return history.counting(then);
  }

  /** Raw rows of these contents, malformed ones too. */
  Dataset<Row> rawRows(SparkSession session, List<Listed> contents) {
    return rawRows(session, contents, Map.of());
  }

  private Dataset<Row> rawRows(
      SparkSession session, List<Listed> contents, Map<String, String> options) {
    Set<String> locations = contents.stream().map(Listed::location).collect(toSet());
    String[] paths =
        raw.map(Version::files).orElse(List.of()).stream()
            .filter(file -> locations.contains(RawTables.location(file)))
            .map(DataFile::path)
            .toArray(String[]::new);
    var schema = RawTables.schema(feed().shape());
    return paths.length == 0
        ? session.createDataFrame(List.of(), schema)
        : session.read().options(options).schema(schema).parquet(paths);
  }
}
