with calendar_days as (
  select explode(
    sequence(
      cast(:calendar_starts_on as date),
      date_sub(add_months(trunc(:as_of, 'year'), 24), 1),
      interval 1 day
    )
  ) as day_on
),

-- The fiscal year is the calendar year moved by the months before its first one.
fiscal_days as (
  select
    day_on,
    :fiscal_year_starts_month - 1 as shift_months,
    add_months(trunc(day_on, 'month'), 1 - :fiscal_year_starts_month) as shifted_month_on
  from calendar_days
)

select
  day_on,
  trunc(day_on, 'week') as week_start_on,
  trunc(day_on, 'month') as month_start_on,
  trunc(day_on, 'quarter') as quarter_start_on,
  trunc(day_on, 'year') as year_start_on,
  add_months(trunc(shifted_month_on, 'quarter'), shift_months) as fiscal_quarter_start_on,
  add_months(trunc(shifted_month_on, 'year'), shift_months) as fiscal_year_start_on
from fiscal_days
