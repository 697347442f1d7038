select
  campaign_id,
  name,
  channel,
  started_on,
  ended_on,
  budget as budget_amount,
  currency,
  row_ref
from campaigns
