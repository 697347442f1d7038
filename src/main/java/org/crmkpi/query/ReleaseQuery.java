package org.crmkpi.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.QueryText;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/**
 * Runs SQL over the tables of one release. Tables may be named with or without their schema; those
 * of crm_raw and crm_ops are not part of a release and are read as they are now.
 */
public final class ReleaseQuery {
  private static final String WHERE = "the query";

  private final SparkSession session;
  private final Warehouse warehouse;
  private final Optional<Release> release;

  /**
   * A reader of one release.
   *
   * @param releaseId the newest release when empty
   */
  public ReleaseQuery(SparkSession session, Warehouse warehouse, Optional<String> releaseId) {
    Releases releases = new Releases(session, warehouse);
    this.session = session;
    this.warehouse = warehouse;
    this.release = releaseId.isPresent() ? releaseId.map(releases::byId) : releases.newest();
  }

  /** The release that is read; empty in a warehouse without one. */
  public Optional<Release> release() {
    return release;
  }

  /** True when a query may name the table. */
  public boolean has(String table) {
    return version(table).isPresent();
  }

  /** The rows of a query, not yet computed. */
  public Dataset<Row> rows(String sql) {
    QueryText query = QueryText.parse(WHERE, sql);
    List<QueryText.Mention> mentions = new ArrayList<>(query.mentions());
    mentions.forEach(mention -> bind(mention.table()));
    mentions.sort(Comparator.comparingInt(QueryText.Mention::from).reversed());
    StringBuilder bare = new StringBuilder(sql);
    mentions.forEach(m -> bare.replace(m.from(), m.to() + 1, m.table()));
    try {
      return session.sql(bare.toString());
    } catch (Exception wrong) {
      throw CrmFailure.because(
          wrong,
          wrong instanceof AnalysisException ? Category.INVOCATION : Category.OUTSIDE,
          WHERE,
          "does not fit the tables",
          "crm-kpi show TABLE lists the columns of a table.");
    }
  }

  private void bind(String table) {
    Version version = version(table).orElseThrow(() -> missing(table));
    try {
      version.read(session).createOrReplaceTempView(table);
    } catch (Exception gone) {
      throw CrmFailure.because(
          gone,
          Category.OUTSIDE,
          "table " + table,
          "version %d has lost files".formatted(version.number()),
          "read a newer release: those older than retention.days are gone.");
    }
  }

  private Optional<Version> version(String table) {
    Map<String, Long> versions = release.map(Release::versions).orElse(Map.of());
    for (Layer layer : List.of(Layer.CORE, Layer.KPI)) {
      DeltaTable delta = warehouse.table(layer, table);
      if (versions.containsKey(table) && delta.newest().isPresent()) {
        return Optional.of(delta.version(versions.get(table)));
      }
    }
    return List.of(Layer.OPS, Layer.RAW).stream()
        .flatMap(layer -> warehouse.table(layer, table).newest().stream())
        .findFirst();
  }

  private CrmFailure missing(String table) {
    return CrmFailure.of(
        Category.INVOCATION,
        "table " + table,
        release.isEmpty()
            ? "there is no release in " + warehouse.root()
            : "release " + release.get().id() + " of " + warehouse.root() + " has no such table",
        "",
        release.isEmpty()
            ? "crm-kpi run --source NAME=DIR --warehouse " + warehouse.root()
            : "crm-kpi sql \"select table_name from releases\" lists them.");
  }
}
