-- The log has no ticket but its events: it was opened with the first of them.
select
  ticket as case_id,
  min_by(happened_at, try_cast(happened_at as timestamp)) as opened_at,
  min(row_ref) as row_ref
from events
group by ticket
