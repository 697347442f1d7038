package org.crmkpi.source;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.table.Contract;

/** Maps what sources delivered to an entity, by the SQL in the folders of the sources. */
public final class EntityRows {
  private static final String ZONE = "spark.sql.session.timeZone";

  private EntityRows() {}

  /** The rows of an entity from all sources that map it; none when no source does. */
  public static MappedEntity map(
      SparkSession session,
      Contract entity,
      List<Source> sources,
      LoadedSources loaded,
      LocalDate asOf) {
    List<Dataset<Row>> typed = new ArrayList<>();
    for (Source source : sources) {
      if (source.mappings().containsKey(entity.name())) {
        typed.add(inZone(session, source, () -> typed(session, entity, source, loaded)));
      }
    }
    Dataset<Row> rows =
        typed.stream()
            .reduce(Dataset::unionAll)
            .orElseGet(() -> TypedRows.of(entity, "", nothing(session, entity)));
    long atMost = sources.stream().mapToLong(source -> rows(entity, source, loaded)).sum();
    return EntityRules.judge(session, entity, rows, asOf, atMost);
  }

  private static Dataset<Row> nothing(SparkSession session, Contract entity) {
    return session.createDataFrame(List.of(), entity.schema());
  }

  private static Dataset<Row> typed(
      SparkSession session, Contract entity, Source source, LoadedSources loaded) {
    String file = source.shown(entity.name() + ".sql");
    String sql = source.mappings().get(entity.name());
    try {
      for (LoadedFeed feed : loaded.feeds(source)) {
        if (mentions(sql, feed.feed().name())) {
          CurrentRows.of(session, feed).createOrReplaceTempView(feed.feed().name());
        }
      }
      Dataset<Row> mapped = session.sql(sql);
      misfit(mapped, entity)
          .ifPresent(
              what -> {
                throw CrmFailure.of(Category.INVOCATION, file, what, "", "mend the mapping.");
              });
      return TypedRows.of(entity, source.name(), mapped);
    } catch (Exception wrong) {
      throw wrong instanceof AnalysisException || wrong instanceof ParseException
          ? CrmFailure.because(
              wrong, Category.INVOCATION, file, "the mapping does not fit the feeds", "mend it.")
          : (RuntimeException) wrong;
    }
  }

  /** Rows of the feeds that the mapping reads. */
  private static long rows(Contract entity, Source source, LoadedSources loaded) {
    String sql = source.mappings().getOrDefault(entity.name(), "");
    return loaded.feeds(source).stream()
        .filter(feed -> mentions(sql, feed.feed().name()))
        .mapToLong(LoadedFeed::countingRows)
        .sum();
  }

  private static boolean mentions(String sql, String feed) {
    return Pattern.compile("(?i)\\b" + feed + "\\b").matcher(sql).find();
  }

  private static Optional<String> misfit(Dataset<Row> mapped, Contract entity) {
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
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      return Optional.of(
          "the mapping of %s misses %s and has unknown columns %s"
              .formatted(entity.name(), missing, unknown));
    }
    return found.contains(CurrentRows.ROW_REF)
        ? Optional.empty()
        : Optional.of("the mapping has no row_ref");
  }

  /** Text without an offset is local time of the source: queries are analysed in its zone. */
  private static <T> T inZone(SparkSession session, Source source, Supplier<T> work) {
    String business = session.conf().get(ZONE);
    session.conf().set(ZONE, source.zone().map(Object::toString).orElse(business));
    try {
      return work.get();
    } finally {
      session.conf().set(ZONE, business);
    }
  }
}
