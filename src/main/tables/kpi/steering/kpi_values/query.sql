with dated_values as (
  select
    declared_kpi_values.kpi,
    declared_kpi_values.period_kind,
    declared_kpi_values.period_start_on,
    declared_kpi_values.dimension,
    declared_kpi_values.dimension_value,
    declared_kpi_values.value,
    declared_kpi_values.numerator,
    declared_kpi_values.denominator,
    declared_kpi_values.value_low,
    declared_kpi_values.value_high,
    declared_kpi_values.sample_size,
    declared_kpi_values.unit,
    declared_kpi_values.is_complete,
    periods.elapsed_share,
    periods.previous_start_on,
    periods.year_before_start_on
  from declared_kpi_values
  left join periods
    on periods.period_kind = declared_kpi_values.period_kind
    and periods.period_start_on = declared_kpi_values.period_start_on
)

select
  kpi,
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  value,
  numerator,
  denominator,
  value_low,
  value_high,
  sample_size,
  -- A count or an amount is no estimate from a sample.
  coalesce(sample_size >= :minimum_sample, true) as has_minimum_sample,
  unit,
  is_complete,
  elapsed_share,
  -- The period before, not the row before: after a gap there is nothing to compare with.
  if(lag(period_start_on) over in_time = previous_start_on, lag(value) over in_time, null)
    as previous_value,
  if(
    first_value(period_start_on) over a_year_before = year_before_start_on,
    first_value(value) over a_year_before,
    null
  ) as year_before_value
from dated_values
window
  in_time as (
    partition by kpi, period_kind, dimension, dimension_value
    order by period_start_on
  ),
  -- 52 weeks are 364 days, a year is 365 or 366: no other period of a kind starts in that span.
  a_year_before as (
    partition by kpi, period_kind, dimension, dimension_value
    order by period_start_on
    range between 366 preceding and 364 preceding
  )
