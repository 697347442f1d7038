select
  lead_id,
  source,
  campaign_id,
  owner_id as owner_user_id,
  country,
  segment,
  created_at,
  qualified_at,
  converted_at,
  opportunity_id,
  customer_no as customer_id,
  row_ref
from leads
