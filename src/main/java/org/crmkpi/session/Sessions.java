package org.crmkpi.session;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Builds the one Spark session of a process. */
public final class Sessions {
  /**
   * Settings that results and the warehouse format depend on: nobody may change them. constantsOnly
   * cures named parameters under Delta's session extension (delta-io/delta 7640).
   */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("spark.sql.ansi.enabled", "true"),
          Map.entry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension"),
          Map.entry(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
          Map.entry("spark.sql.legacy.parameterSubstitution.constantsOnly", "true"),
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false"),
          Map.entry("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2"),
          Map.entry("spark.sql.artifact.isolation.enabled", "false"),
          Map.entry("spark.ui.enabled", "false"),
          Map.entry("spark.ui.showConsoleProgress", "false"));

  /**
   * A night is hundreds of small queries and a few large ones, side by side: what each task and
   * each broadcast sets aside must not have the size of a large one, and a small one may wait for
   * the cores as long as a large one has them.
   */
  private static final Map<String, String> SIDE_BY_SIDE =
      Map.of(
          "spark.buffer.pageSize", "4m",
          "spark.broadcast.blockSize", "1m",
          "spark.sql.broadcastTimeout", "-1");

  private Sessions() {}

  /**
   * The session with the fixed settings.
   *
   * @param zone business zone: days begin there
   * @param tuning further Spark settings, such as the number of shuffle partitions
   */
  public static SparkSession open(String master, String zone, Map<String, String> tuning) {
    SparkSession.Builder builder = SparkSession.builder().appName("crm-kpi");
    if (!master.isBlank()) {
      builder.master(master);
    }
    SIDE_BY_SIDE.forEach(builder::config);
    tuning.forEach(builder::config);
    FIXED.forEach(builder::config);
    return builder.config("spark.sql.session.timeZone", zone).getOrCreate();
  }
}
