select
  activity_id,
  kind,
  user_id,
  lead_id,
  opportunity_id,
  customer_no as customer_id,
  happened_at,
  outcome,
  row_ref
from activities
