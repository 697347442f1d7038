package org.crmkpi.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Conform;
import org.crmkpi.run.Transform;
import org.crmkpi.session.Sessions;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;

/**
 * The queries of all derived tables, one after the other, each written as Delta by Spark's own
 * writer: what a job without a runner and without checks costs.
 */
final class PlainJob {
  /** The name of these timings. */
  static final String ENGINE = "plain";

  private final Catalogue catalogue;
  private final BenchFolder folder;

  PlainJob(Catalogue catalogue, BenchFolder folder) {
    this.catalogue = catalogue;
    this.folder = folder;
  }

  /** A session with the usual settings of a small job. */
  static SparkSession session(Arguments arguments) {
    return Sessions.open(
        "local[2]",
        arguments.business().text("zone"),
        Map.of(
            "spark.sql.adaptive.enabled", "true",
            "spark.sql.shuffle.partitions", "4",
            "spark.databricks.delta.snapshotPartitions", "2"));
  }

  /** Writes all tables, and what each of them cost. */
  void write(SparkSession spark, Arguments arguments) {
    List<Timing> timings = new ArrayList<>();
    for (TableFolder table : catalogue.ordered()) {
      if (table.contract().isDerived()) {
        String name = table.contract().name();
        timings.add(Timing.of(ENGINE, name, () -> write(spark, table, arguments)));
      }
    }
    Timing.write(folder.timings(ENGINE), timings);
  }

  private void write(SparkSession spark, TableFolder table, Arguments arguments) {
    catalogue.upstream(table.contract()).forEach(name -> bind(spark, name));
    Dataset<Row> rows = new Transform(spark, catalogue).rows(table, Map.of(), arguments);
    accepted(rows)
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .save(folder.plain(table.contract().name()).toString());
  }

  private static Dataset<Row> accepted(Dataset<Row> rows) {
    String reason = Conform.REJECT_REASON;
    return Arrays.asList(rows.columns()).contains(reason)
        ? rows.where(reason + " is null").drop(reason)
        : rows;
  }

  private void bind(SparkSession spark, String name) {
    Contract contract = catalogue.table(name).contract();
    String path =
        contract.isEntity()
            ? folder.warehouse() + "/" + contract.layer().schema() + "/" + name
            : folder.plain(name).toString();
    spark.read().format("delta").load(path).createOrReplaceTempView(name);
  }
}
