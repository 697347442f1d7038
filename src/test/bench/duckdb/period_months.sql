select
  calendar.day_on as month_start_on,
  periods.period_kind,
  periods.period_start_on,
  periods.period_end_on,
  periods.is_complete
from calendar
  join periods
    on calendar.day_on >= periods.period_start_on and calendar.day_on < periods.period_end_on
where day(calendar.day_on) = 1 and periods.period_kind <> 'week'
