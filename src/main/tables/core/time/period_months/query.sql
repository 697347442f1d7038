-- Weeks are not made of months.
select
  calendar.month_start_on,
  periods.period_kind,
  periods.period_start_on,
  periods.period_end_on,
  periods.is_complete
from calendar
  join periods
    on periods.period_kind <> 'week'
    and calendar.month_start_on >= periods.period_start_on
    and calendar.month_start_on < periods.period_end_on
where calendar.day_on = calendar.month_start_on
