select
  touch_id,
  customer_no as customer_id,
  lead_id,
  campaign_id,
  channel,
  touched_at,
  row_ref
from touches
