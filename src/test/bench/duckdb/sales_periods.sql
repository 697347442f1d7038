select
  basis,
  period_kind,
  period_start_on,
  period_end_on - 1 as last_on,
  is_complete
from periods
  cross join (values ('created'), ('closed')) as bases (basis)
where period_kind <> 'week'
union all
select
  'created', 'all', getvariable('calendar_starts_on'), null, false
