select
  case_id,
  customer_no as customer_id,
  order_id,
  agent_id as owner_user_id,
  priority,
  opened_at,
  closed_at,
  row_ref
from cases
