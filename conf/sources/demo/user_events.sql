select
  event_id,
  user_id,
  kind,
  entity as record_kind,
  happened_at,
  row_ref
from user_events
