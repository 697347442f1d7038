package org.crmkpi.warehouse;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Layer;

/** Which versions of all tables belong together; readers go through here. */
public final class Releases {
  /** The table of releases. */
  public static final String TABLE = "releases";

  private final SparkSession spark;
  private final Warehouse warehouse;

  /** The versions of one release, by table name. */
  public record Release(String id, LocalDate asOf, Map<String, Long> versions) {}

  /** The releases of a warehouse. */
  public Releases(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** The newest complete release, if there is one. */
  public Optional<Release> newest() {
    return table()
        .flatMap(
            version -> {
              Dataset<Row> rows = version.read(spark);
              String id = rows.agg(functions.max("release_id")).head().getString(0);
              return id == null ? Optional.empty() : Optional.of(read(rows, id));
            });
  }

  /** A release by its id; fails when there is none. */
  public Release byId(String id) {
    return table()
        .map(version -> read(version.read(spark), id))
        .filter(release -> !release.versions().isEmpty())
        .orElseThrow(
            () ->
                CrmFailure.of(
                    Category.INVOCATION,
                    "release " + id,
                    "there is no such release in " + warehouse.root(),
                    "",
                    "crm-kpi sql \"select distinct release_id from releases\""));
  }

  /** The number of the newest run that took the lock of the warehouse; 0 when none did. */
  public long newestHolder() {
    return warehouse.table(Layer.OPS, TABLE).newestMark();
  }

  /**
   * Names of the sources of the run that made a release; none when it was killed before it recorded
   * itself.
   */
  public List<String> sources(Release release) {
    return warehouse.table(Layer.OPS, "runs").newest().stream()
        .flatMap(
            version ->
                version
                    .read(spark)
                    .where(functions.col("run_id").equalTo(release.id()))
                    .select("sources")
                    .collectAsList()
                    .stream())
        .flatMap(row -> Arrays.stream(row.getString(0).split(",", -1)))
        .toList();
  }

  /**
   * The oldest version of each table, by name, that somebody may still read who took the newest
   * release at that time or took one later.
   */
  public Map<String, Long> oldestVersions(Instant since) {
    Column isOld = functions.col("released_at").leq(functions.lit(Timestamp.from(since)));
    Column version = functions.col("table_version");
    Column then = functions.max_by(version, functions.when(isOld, functions.col("release_id")));
    Column later = functions.min(functions.when(functions.not(isOld), version));
    Map<String, Long> oldest = new TreeMap<>();
    table().stream()
        .flatMap(
            newest ->
                newest
                    .read(spark)
                    .groupBy("table_name")
                    .agg(functions.least(then, later))
                    .collectAsList()
                    .stream())
        .forEach(row -> oldest.put(row.getString(0), row.getLong(1)));
    return oldest;
  }

  private Optional<Version> table() {
    return warehouse.table(Layer.OPS, TABLE).newest();
  }

  private static Release read(Dataset<Row> releases, String id) {
    List<Row> rows =
        releases
            .where(functions.col("release_id").equalTo(id))
            .select("table_name", "table_version", "as_of")
            .collectAsList();
    Map<String, Long> versions = new TreeMap<>();
    rows.forEach(row -> versions.put(row.getString(0), row.getLong(1)));
    LocalDate asOf = rows.isEmpty() ? LocalDate.EPOCH : rows.get(0).getDate(2).toLocalDate();
    return new Release(id, asOf, versions);
  }
}
