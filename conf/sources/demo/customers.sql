select
  customer_no as customer_id,
  merged_into as merged_into_customer_id,
  account_id,
  -- The CRM writes P for a person and C for a company; anything else stays as it is and is rejected.
  case kind when 'P' then 'person' when 'C' then 'company' else kind end as customer_kind,
  country,
  segment,
  channel as acquisition_channel,
  campaign_id as acquisition_campaign_id,
  created_at,
  row_ref
from customers
