with calendar_days as (
  select cast(unnest(range(
    getvariable('calendar_starts_on'),
    make_date(year(getvariable('as_of')) + 2, 1, 1),
    interval 1 day
  )) as date) as day_on
)

select
  day_on,
  date_trunc('week', day_on) as week_start_on,
  date_trunc('month', day_on) as month_start_on,
  date_trunc('quarter', day_on) as quarter_start_on,
  date_trunc('year', day_on) as year_start_on,
  months_after(
    month_of(day_on), -((month(day_on) - getvariable('fiscal_year_starts_month') + 12) % 3)
  ) as fiscal_quarter_start_on,
  make_date(
    year(day_on) - if(month(day_on) < getvariable('fiscal_year_starts_month'), 1, 0),
    getvariable('fiscal_year_starts_month'),
    1
  ) as fiscal_year_start_on
from calendar_days
