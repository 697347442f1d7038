select
  declared_kpi_values.kpi,
  declared_kpi_values.period_kind,
  declared_kpi_values.period_start_on,
  declared_kpi_values.dimension,
  declared_kpi_values.dimension_value,
  declared_kpi_values.value,
  declared_kpi_values.numerator,
  declared_kpi_values.denominator,
  declared_kpi_values.unit,
  declared_kpi_values.is_complete,
  previous_values.value as previous_value,
  year_before_values.value as year_before_value
from declared_kpi_values
left join periods
  on periods.period_kind = declared_kpi_values.period_kind
  and periods.period_start_on = declared_kpi_values.period_start_on
-- The period before, not the row before: after a gap there is nothing to compare with.
left join declared_kpi_values as previous_values
  on previous_values.kpi = declared_kpi_values.kpi
  and previous_values.period_kind = declared_kpi_values.period_kind
  and previous_values.period_start_on = periods.previous_start_on
  and previous_values.dimension = declared_kpi_values.dimension
  and previous_values.dimension_value = declared_kpi_values.dimension_value
left join declared_kpi_values as year_before_values
  on year_before_values.kpi = declared_kpi_values.kpi
  and year_before_values.period_kind = declared_kpi_values.period_kind
  and year_before_values.period_start_on = periods.year_before_start_on
  and year_before_values.dimension = declared_kpi_values.dimension
  and year_before_values.dimension_value = declared_kpi_values.dimension_value
