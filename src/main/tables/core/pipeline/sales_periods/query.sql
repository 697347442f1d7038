select
  basis,
  period_kind,
  period_start_on,
  least(date_sub(period_end_on, 1), :as_of) as last_on,
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
  :as_of as last_on,
  false as is_complete
