select
  cost_id,
  kind,
  campaign_id,
  channel,
  incurred_on,
  amount,
  currency,
  row_ref
from costs
