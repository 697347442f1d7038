with calendar_bounds as (
  select
    min(day_on) as first_day_on,
    max(day_on) as last_day_on
  from calendar
),

intervals_in_calendar as (
  select
    i.from_currency,
    i.rate,
    i.is_inverse,
    greatest(i.valid_from_on, b.first_day_on) as first_day_on,
    least(date_sub(i.valid_to_on, 1), b.last_day_on) as last_day_on
  from fx_rate_intervals as i
    join calendar_bounds as b
      on i.valid_from_on <= b.last_day_on and i.valid_to_on > b.first_day_on
  where i.from_currency <> :reporting_currency
)

select
  from_currency,
  days.day_on,
  rate,
  is_inverse
from intervals_in_calendar
  lateral view explode(sequence(first_day_on, last_day_on, interval 1 day)) days as day_on
