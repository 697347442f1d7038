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
)

select distinct
  period_kind,
  period_start_on,
  period_start_on + own_length as period_end_on,
  period_start_on + own_length <= getvariable('as_of') + 1 as is_complete,
  len(range(period_start_on, least(period_start_on + own_length, getvariable('as_of') + 1), interval 1 day))
    / len(range(period_start_on, period_start_on + own_length, interval 1 day)) as elapsed_share,
  period_start_on - own_length as previous_start_on,
  period_start_on - year_length as year_before_start_on
from named_starts
  join period_lengths on kind_start_on = period_kind || '_start_on'
where period_start_on <= getvariable('as_of')
