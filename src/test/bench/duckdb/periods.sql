with named_starts as (
  unpivot calendar
  on
    week_start_on, month_start_on, quarter_start_on, year_start_on,
    fiscal_quarter_start_on, fiscal_year_start_on
  into name kind_start_on value period_start_on
),

period_lengths as (
  from (
    values
      ('week', interval 7 day, interval 364 day),
      ('month', interval 1 month, interval 1 year),
      ('quarter', interval 3 month, interval 1 year),
      ('year', interval 1 year, interval 1 year),
      ('fiscal_quarter', interval 3 month, interval 1 year),
      ('fiscal_year', interval 1 year, interval 1 year)
  ) as lengths (period_kind, own_length, year_length)
),

calendar_periods as (
  select distinct
    period_kind,
    period_start_on,
    cast(period_start_on + own_length as date) as period_end_on,
    cast(period_start_on - own_length as date) as previous_start_on,
    cast(period_start_on - year_length as date) as year_before_start_on
  from named_starts
    join period_lengths on kind_start_on = period_kind || '_start_on'
  where period_start_on <= getvariable('as_of')
),

-- Each month closes twelve: itself and the eleven before it.
all_periods as (
  from calendar_periods
  union all by name
  select
    'rolling_12_months' as period_kind,
    cast(period_end_on - interval 12 month as date) as period_start_on,
    period_end_on,
    cast(period_end_on - interval 13 month as date) as previous_start_on,
    cast(period_end_on - interval 24 month as date) as year_before_start_on
  from calendar_periods
  where period_kind = 'month'
)

select
  *,
  period_end_on <= getvariable('as_of') + 1 as is_complete,
  date_diff('day', period_start_on, least(period_end_on, getvariable('as_of') + 1))
    / date_diff('day', period_start_on, period_end_on) as elapsed_share
from all_periods
