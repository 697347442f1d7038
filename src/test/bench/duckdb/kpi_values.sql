-- The period before, not the row before: after a gap there is nothing to compare with.
select
  now.*,
  now.sample_size is null or now.sample_size >= getvariable('minimum_sample') as has_minimum_sample,
  periods.elapsed_share,
  previous.value as previous_value,
  year_before.value as year_before_value
from declared_kpi_values as now
  left join periods using (period_kind, period_start_on)
  left join declared_kpi_values as previous
    on previous.kpi = now.kpi
    and previous.dimension = now.dimension
    and previous.dimension_value = now.dimension_value
    and previous.period_kind = now.period_kind
    and previous.period_start_on = periods.previous_start_on
  left join declared_kpi_values as year_before
    on year_before.kpi = now.kpi
    and year_before.dimension = now.dimension
    and year_before.dimension_value = now.dimension_value
    and year_before.period_kind = now.period_kind
    and year_before.period_start_on = periods.year_before_start_on
