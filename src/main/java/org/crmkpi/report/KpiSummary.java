package org.crmkpi.report;

import java.util.List;
import org.apache.spark.sql.Row;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.query.TextLayout;

/**
 * The headline KPIs of a release: the last complete period beside the one before and the same one a
 * year before, in aligned columns.
 */
public final class KpiSummary {
  private static final String HEADLINES =
      """
      with newest as (
        select kpi, max(period_start_on) as period_start_on
        from kpi_values
        where dimension = 'all' and period_kind = 'month' and is_complete and value is not null
        group by kpi
      )
      select
        kpi_catalogue.category,
        kpi_values.kpi,
        date_format(kpi_values.period_start_on, 'yyyy-MM') as period,
        kpi_values.unit,
        kpi_values.value,
        kpi_values.previous_value,
        kpi_values.year_before_value
      from newest
      join kpi_values
        on kpi_values.kpi = newest.kpi and kpi_values.period_start_on = newest.period_start_on
      join kpi_catalogue on kpi_catalogue.kpi = kpi_values.kpi
      where kpi_catalogue.is_headline
        and kpi_values.dimension = 'all' and kpi_values.period_kind = 'month'
      order by kpi_catalogue.category, kpi_values.kpi
      """;

  private KpiSummary() {}

  /** The summary as text; a note instead when no headline KPI has a complete month. */
  public static String of(ReleaseQuery release) {
    List<Row> rows = release.rows(HEADLINES).collectAsList();
    if (rows.isEmpty()) {
      return "No headline KPI has a complete month yet.\n";
    }
    return TextLayout.aligned(
        List.of("kpi", "month", "value", "month before", "year before", "unit"),
        rows.stream().map(KpiSummary::line).toList(),
        List.of(false, false, true, true, true, false));
  }

  private static String[] line(Row row) {
    String unit = row.getString(3);
    return new String[] {
      row.getString(1).replace('_', ' '),
      row.getString(2),
      figure(row, 4, unit),
      figure(row, 5, unit),
      figure(row, 6, unit),
      unit.startsWith("share") ? "" : unit
    };
  }

  private static String figure(Row row, int column, String unit) {
    if (row.isNullAt(column)) {
      return "-";
    }
    double value = row.getDouble(column);
    if (unit.startsWith("share")) {
      return String.format(java.util.Locale.ROOT, "%.1f %%", value * 100);
    }
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 1000;
    return String.format(java.util.Locale.ROOT, whole ? "%,.0f" : "%,.2f", value);
  }
}
