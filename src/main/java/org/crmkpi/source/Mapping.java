package org.crmkpi.source;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.crmkpi.catalog.QueryText;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.session.Calendars;
import org.crmkpi.table.Contract;

/**
 * How a source fills an entity.
 *
 * @param views the shared views that the SQL reads, each after those that it reads
 * @param feeds those that the SQL or one of its views reads
 */
record Mapping(
    Contract entity, Source source, String sql, List<String> views, List<LoadedFeed> feeds) {
  /** The mapping of each source that has one. */
  static List<Mapping> of(Contract entity, List<Source> sources, LoadedSources loaded) {
    return sources.stream().flatMap(source -> of(entity, source, loaded).stream()).toList();
  }

  private static Optional<Mapping> of(Contract entity, Source source, LoadedSources loaded) {
    return Optional.ofNullable(source.mappings().get(entity.mappedAs()))
        .map(
            sql -> {
              List<String> views = SharedViews.readBy(source, entity.mappedAs(), sql);
              Set<String> read = new HashSet<>(QueryText.parse(file(source, entity), sql).tables());
              views.forEach(view -> read.addAll(tables(source, view)));
              List<LoadedFeed> feeds =
                  loaded.feeds(source).stream()
                      .filter(feed -> read.contains(feed.feed().name()))
                      .toList();
              return new Mapping(entity, source, sql, views, feeds);
            });
  }

  private static Set<String> tables(Source source, String view) {
    return QueryText.parse(source.shown(view + ".sql"), source.mappings().get(view)).tables();
  }

  /** Everything but rows that decides what the mapping gives. */
  Stream<String> definition() {
    return Stream.concat(
        Stream.concat(
            Stream.of(source.name(), source.zone().toString(), source.keys().toString(), sql),
            views.stream().flatMap(view -> Stream.of(view, source.mappings().get(view)))),
        feeds.stream().map(feed -> feed.feed().toString()));
  }

  /** Its file, as messages show it. */
  String file() {
    return file(source, entity);
  }

  /** Rows that are read, at most. */
  long rows() {
    return feeds.stream().mapToLong(LoadedFeed::countingRows).sum();
  }

  boolean reads(Feed feed) {
    return feeds.stream().anyMatch(each -> each.feed().shown().equals(feed.shown()));
  }

  /** True when the SQL makes something of each row of the feed, whatever the rows are. */
  boolean takesAll(SparkSession session, Feed feed) {
    return TakenRows.all(empty(session).queryExecution().analyzed(), feed.name());
  }

  /**
   * The rows of which the SQL makes something, with their {@code row_ref}.
   *
   * @param some rows of the feed; where other rows decide about them too, all of it is mapped
   */
  Dataset<Row> taken(SparkSession session, Feed feed, Dataset<Row> some) {
    boolean isRowByRow = shape(session).obstacle().isEmpty();
    return inZone(
        session,
        () -> {
          show(session, isRowByRow ? Map.of(feed.name(), some) : Map.of());
          return TakenRows.of(session, mapped(session), feedNames());
        });
  }

  /** The mapped rows with the types of the entity. */
  Dataset<Row> typed(SparkSession session) {
    return typed(session, Map.of());
  }

  /**
   * The same with other rows of some feeds.
   *
   * @param instead by name of the feed
   */
  Dataset<Row> typed(SparkSession session, Map<String, Dataset<Row>> instead) {
    Reading reading = reading(session);
    return inZone(
        session,
        () -> {
          show(session, instead);
          Dataset<Row> tried = Tried.of(session, mapped(session), feedNames());
          return TypedRows.of(entity, source.name(), this::keysOf, tried, reading, file());
        });
  }

  private void show(SparkSession session, Map<String, Dataset<Row>> instead) {
    for (LoadedFeed feed : feeds) {
      String name = feed.feed().name();
      Dataset<Row> rows =
          instead.containsKey(name) ? instead.get(name) : CurrentRows.of(session, feed);
      rows.createOrReplaceTempView(name);
    }
  }

  /** Its own keys are those of its source, whatever other columns of the same name hold. */
  private String keysOf(String column) {
    return entity.grain().contains(column)
        ? source.name()
        : source.keysOf(entity.mappedAs(), column);
  }

  /** One form for all that the SQL gives: it does not say of which feed a value is. */
  private Reading reading(SparkSession session) {
    List<TextForm> forms = feeds.stream().map(feed -> feed.feed().form()).distinct().toList();
    if (forms.size() > 1) {
      throw CrmFailure.of(
          Category.INVOCATION,
          file(source, entity),
          "reads feeds that state different forms of numbers or dates",
          forms.toString(),
          "state the same options for them, or map each feed in a file of its own.");
    }
    ZoneId business = Zones.business(session);
    return new Reading(
        forms.isEmpty() ? TextForm.PLAIN : forms.get(0),
        source.zone().orElse(business),
        business,
        Calendars.startsOn(session));
  }

  /** The shape of the SQL, found without rows. */
  MappingShape shape(SparkSession session) {
    return MappingShape.of(empty(session).queryExecution().analyzed(), feedNames());
  }

  private Dataset<Row> empty(SparkSession session) {
    for (LoadedFeed feed : feeds) {
      CurrentRows.none(session, feed.feed()).createOrReplaceTempView(feed.feed().name());
    }
    return mapped(session);
  }

  /** Text without an offset is local time of the source: queries are analysed in its zone. */
  <T> T inZone(SparkSession session, Supplier<T> work) {
    return Zones.in(session, source.zone(), work);
  }

  private Set<String> feedNames() {
    return feeds.stream().map(feed -> feed.feed().name()).collect(Collectors.toSet());
  }

  private Dataset<Row> mapped(SparkSession session) {
    views.forEach(
        view ->
            analysed(source.shown(view + ".sql"), () -> session.sql(source.mappings().get(view)))
                .createOrReplaceTempView(view));
    return analysed(file(), () -> fitting(session.sql(sql)));
  }

  private Dataset<Row> fitting(Dataset<Row> mapped) {
    misfit(mapped)
        .ifPresent(
            what -> {
              throw CrmFailure.of(Category.INVOCATION, file(), what, "", "mend the mapping.");
            });
    return mapped;
  }

  private static Dataset<Row> analysed(String file, Supplier<Dataset<Row>> query) {
    try {
      return query.get();
    } catch (Exception wrong) {
      throw wrong instanceof AnalysisException || wrong instanceof ParseException
          ? CrmFailure.because(
              wrong, Category.INVOCATION, file, "the mapping does not fit the feeds", "mend it.")
          : (RuntimeException) wrong;
    }
  }

  private Optional<String> misfit(Dataset<Row> mapped) {
    List<String> found = List.of(mapped.columns());
    List<String> missing =
        entity.columns().stream()
            .filter(column -> !column.nullable() && !found.contains(column.name()))
            .map(column -> column.name())
            .toList();
    List<String> unknown =
        found.stream()
            .filter(name -> !name.equals(CurrentRows.ROW_REF) && entity.column(name).isEmpty())
            .toList();
    boolean isStrange = entity.historyOf().isEmpty() && !unknown.isEmpty();
    if (isStrange || !missing.isEmpty()) {
      return Optional.of(
          "the mapping of %s misses %s and has unknown columns %s"
              .formatted(entity.name(), missing, unknown));
    }
    return found.contains(CurrentRows.ROW_REF)
        ? Optional.empty()
        : Optional.of("the mapping has no row_ref");
  }

  private static String file(Source source, Contract entity) {
    return source.shown(entity.mappedAs() + ".sql");
  }
}
