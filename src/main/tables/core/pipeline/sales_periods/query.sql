select
  basis,
  period_kind,
  period_start_on,
  date_sub(period_end_on, 1) as last_on,
  is_complete
from periods
lateral view explode(array('created', 'closed')) bases as basis
where period_kind <> 'week'
union all
-- By closing, all time would say the same again.
select
  'created' as basis,
  'all' as period_kind,
  :calendar_starts_on as period_start_on,
  cast(null as date) as last_on,
  false as is_complete
