package org.crmkpi.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/** Copies the tables of the newest release to plain Parquet, whatever Delta makes of its files. */
final class ReleasedTables {
  /** The name of the timings of our own runs. */
  static final String ENGINE = "ours";

  private final Catalogue catalogue;
  private final BenchFolder folder;

  ReleasedTables(Catalogue catalogue, BenchFolder folder) {
    this.catalogue = catalogue;
    this.folder = folder;
  }

  /** Writes the entities and the derived tables, and what each run of ours took for each. */
  void write(SparkSession spark, Warehouse warehouse) {
    ReleaseQuery release = new ReleaseQuery(spark, warehouse, Optional.empty());
    Map<String, Long> versions = release.release().map(Release::versions).orElse(Map.of());
    catalogue.contracts().stream()
        .filter(contract -> contract.isEntity() || contract.isDerived())
        .map(Contract::name)
        .filter(versions::containsKey)
        .forEach(
            table ->
                release
                    .rows("select * from " + table)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(folder.released(table).toString()));
    Timing.write(folder.timings(ENGINE), timings(release));
  }

  private static List<Timing> timings(ReleaseQuery release) {
    return release
        .rows(
            "select run_id, split(table_name, '[.]')[1], coalesce(elapsed_seconds, 0D)"
                + " from table_runs order by run_id")
        .collectAsList()
        .stream()
        .map(row -> new Timing(row.getString(0), row.getString(1), row.getDouble(2), 0))
        .toList();
  }
}
