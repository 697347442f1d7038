package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;

/** Maps what sources delivered to an entity, by the SQL in the folders of the sources. */
public final class EntityRows {
  private EntityRows() {}

  /** The rows of an entity from all sources that map it; none when no source does. */
  public static MappedEntity map(
      SparkSession session, Contract entity, List<Source> sources, LoadedSources loaded) {
    return entity.historyOf().isPresent()
        ? history(session, entity, sources, loaded).rows()
        : everything(session, entity, Mapping.of(entity, sources, loaded), loaded);
  }

  /**
   * What an entity must become.
   *
   * @param newest the newest version of its table; asked for only when rows of it matter
   * @param taken the token of that version; empty when it has none
   */
  public static MappedChange change(
      SparkSession session,
      Contract entity,
      List<Source> sources,
      LoadedSources loaded,
      Supplier<Optional<Version>> newest,
      Optional<String> taken) {
    if (entity.historyOf().isPresent()) {
      return history(session, entity, sources, loaded).since(taken);
    }
    List<Mapping> mappings = Mapping.of(entity, sources, loaded);
    return new EntityChanges(session, entity, mappings, loaded, newest).since(taken);
  }

  /** Which mapping failed on which row; empty when it was no row of a mapping. */
  public static Optional<CrmFailure> culprit(
      SparkSession session,
      Contract entity,
      List<Source> sources,
      LoadedSources loaded,
      Exception thrown) {
    Contract mapped = entity.historyOf().isPresent() ? ToldRows.told(entity) : entity;
    return Culprit.of(session, Mapping.of(mapped, sources, loaded), thrown);
  }

  /** Rows of the feeds that fill an entity, at most. */
  public static long atMost(Contract entity, List<Source> sources, LoadedSources loaded) {
    return Mapping.of(entity, sources, loaded).stream()
        .mapToLong(entity.historyOf().isPresent() ? ToldRows::atMost : Mapping::rows)
        .sum();
  }

  /** True when the version with this token was mapped by the SQL and feeds of today. */
  public static boolean isMappedAlike(
      SparkSession session,
      Contract entity,
      List<Source> sources,
      LoadedSources loaded,
      Optional<String> token) {
    if (entity.historyOf().isPresent()) {
      return history(session, entity, sources, loaded).hasDefinition(token);
    }
    List<Mapping> mappings = Mapping.of(entity, sources, loaded);
    return new EntityChanges(session, entity, mappings, loaded, Optional::empty)
        .hasDefinition(token);
  }

  private static EntityHistory history(
      SparkSession session, Contract entity, List<Source> sources, LoadedSources loaded) {
    List<Mapping> mappings = Mapping.of(ToldRows.told(entity), sources, loaded);
    return new EntityHistory(session, entity, mappings, loaded);
  }

  static MappedEntity everything(
      SparkSession session, Contract entity, List<Mapping> mappings, LoadedSources loaded) {
    Dataset<Row> rows =
        mappings.stream()
            .map(mapping -> mapping.typed(session))
            .reduce(Dataset::unionAll)
            .orElseGet(
                () -> TypedRows.of(entity, "", nothing(session, entity), Reading.plain(session)));
    long atMost = mappings.stream().mapToLong(Mapping::rows).sum();
    return EntityRules.judge(session, entity, rows, loaded.run().asOf(), atMost);
  }

  private static Dataset<Row> nothing(SparkSession session, Contract entity) {
    return session.createDataFrame(List.of(), entity.schema());
  }
}
