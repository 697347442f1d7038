with month_starts as (
  select
    month_start_on,
    starts.period_kind,
    starts.period_start_on
  from calendar
    lateral view stack(
      5,
      'month', month_start_on,
      'quarter', quarter_start_on,
      'year', year_start_on,
      'fiscal_quarter', fiscal_quarter_start_on,
      'fiscal_year', fiscal_year_start_on
    ) starts as period_kind, period_start_on
  where day_on = month_start_on
)

select
  m.month_start_on,
  m.period_kind,
  m.period_start_on,
  p.period_end_on,
  p.is_complete
from month_starts as m
  join periods as p
    on p.period_kind = m.period_kind and p.period_start_on = m.period_start_on
