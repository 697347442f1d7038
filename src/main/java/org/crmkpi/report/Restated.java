package org.crmkpi.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.query.ReleaseQuery;

/**
 * Figures of complete periods that this release publishes with another value than the one before.
 *
 * @param countByTable how many figures of each KPI table
 * @param kpis those of scalar KPIs for the business as a whole, the newest periods first
 */
public record Restated(Map<String, Long> countByTable, List<RestatedKpi> kpis) {
  private static final String TABLE = "restatements";
  private static final String KPIS = "crm_kpi.kpi_values";
  private static final int SHOWN = 20;

  /**
   * One of them. Values are as they are published, without a unit.
   *
   * @param before null when there was none
   * @param now null when there is none any more
   */
  public record RestatedKpi(
      String kpi,
      String periodKind,
      LocalDate periodStartOn,
      String before,
      String now,
      String reason) {}

  static Restated of(ReleaseQuery release, String releaseId) {
    if (!release.has(TABLE)) {
      return new Restated(Map.of(), List.of());
    }
    Dataset<Row> rows =
        release
            .rows("select * from restatements")
            .where(functions.col("release_id").equalTo(releaseId))
            .where("table_name like 'crm\\\\_kpi.%'");
    Map<String, Long> counts = new TreeMap<>();
    rows.groupBy("table_name")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return new Restated(counts, kpis(rows));
  }

  private static List<RestatedKpi> kpis(Dataset<Row> rows) {
    return rows
        .where(functions.col("table_name").equalTo(KPIS))
        .where("column_name = 'value' and row_key like '%dimension=all,%'")
        .withColumn("key", functions.expr("str_to_map(row_key, ', ', '=')"))
        .selectExpr(
            "key['kpi']",
            "key['period_kind']",
            "cast(key['period_start_on'] as date) as period_start_on",
            "value_before",
            "value_now",
            "reason")
        .orderBy(functions.col("period_start_on").desc(), functions.col("key['kpi']"))
        .limit(SHOWN)
        .collectAsList()
        .stream()
        .map(
            row ->
                new RestatedKpi(
                    row.getString(0),
                    row.getString(1),
                    row.getDate(2).toLocalDate(),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)))
        .toList();
  }

  /** How many figures in all. */
  public long count() {
    return countByTable.values().stream().mapToLong(Long::longValue).sum();
  }
}
