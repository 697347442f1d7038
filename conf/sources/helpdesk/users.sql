select
  resource as user_id,
  true as has_seat,
  min(row_ref) as row_ref
from events
group by resource
