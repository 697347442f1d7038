select
  event_id,
  case_id,
  kind,
  agent_id as agent_user_id,
  priority,
  is_public,
  happened_at,
  row_ref
from case_events
