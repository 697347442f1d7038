package org.crmkpi.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.crmkpi.query.ReleaseQuery;

/** Reads the scalar KPIs of a release for the business as a whole. */
final class KpiFigures {
  private static final String THIRTEEN_MONTHS =
      """
      with newest as (
        select kpi, max(period_start_on) as month_on
        from kpi_values
        where dimension = 'all' and period_kind = 'month' and is_complete and value is not null
        group by kpi
      )
      select
        kpi_values.kpi,
        kpi_catalogue.definition,
        kpi_catalogue.formula,
        kpi_catalogue.owner,
        kpi_catalogue.direction,
        kpi_values.unit,
        kpi_catalogue.is_headline,
        kpi_values.period_start_on,
        kpi_values.value,
        kpi_values.value_low,
        kpi_values.value_high,
        kpi_values.has_minimum_sample,
        kpi_values.previous_value,
        kpi_values.year_before_value,
        cast(months_between(newest.month_on, kpi_values.period_start_on) as int) as months_ago
      from newest
      join kpi_values
        on kpi_values.kpi = newest.kpi
        and kpi_values.period_start_on between add_months(newest.month_on, -12) and newest.month_on
      join kpi_catalogue on kpi_catalogue.kpi = kpi_values.kpi
      where kpi_values.dimension = 'all' and kpi_values.period_kind = 'month'
      order by kpi_catalogue.category, kpi_values.kpi, kpi_values.period_start_on
      """;

  private KpiFigures() {}

  static List<KpiFigure> of(ReleaseQuery release) {
    Map<String, List<Row>> months = new LinkedHashMap<>();
    for (Row row : release.rows(THIRTEEN_MONTHS).collectAsList()) {
      months.computeIfAbsent(row.getAs("kpi"), kpi -> new ArrayList<>()).add(row);
    }
    return months.values().stream().map(KpiFigures::figure).toList();
  }

  private static KpiFigure figure(List<Row> months) {
    Row newest = months.get(months.size() - 1);
    List<Double> trend = new ArrayList<>(java.util.Collections.nCopies(13, Double.NaN));
    for (Row month : months) {
      number(month, "value")
          .ifPresent(value -> trend.set(12 - month.<Integer>getAs("months_ago"), value));
    }
    return new KpiFigure(
        newest.getAs("kpi"),
        newest.getAs("definition"),
        newest.getAs("formula"),
        newest.getAs("owner"),
        newest.getAs("direction"),
        newest.getAs("unit"),
        newest.getAs("is_headline"),
        newest.<java.sql.Date>getAs("period_start_on").toLocalDate(),
        newest.getAs("value"),
        number(newest, "value_low"),
        number(newest, "value_high"),
        newest.getAs("has_minimum_sample"),
        number(newest, "previous_value"),
        number(newest, "year_before_value"),
        trend);
  }

  private static OptionalDouble number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
