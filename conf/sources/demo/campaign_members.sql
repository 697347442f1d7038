select
  campaign_id,
  member_id,
  customer_no as customer_id,
  lead_id,
  added_at,
  reached,
  responded_at,
  row_ref
from campaign_members
