select
  opportunities.opportunity_id,
  opportunities.pipeline,
  opportunities.stage,
  -- The CRM's own names of the statuses; any other name is rejected as it is.
  case opportunities.status
    when 'Open' then 'open'
    when 'Won' then 'won'
    when 'Lost' then 'lost'
    else opportunities.status
  end as status,
  opportunities.lead_id,
  opportunities.account_id,
  opportunities.customer_no as customer_id,
  opportunities.owner_id as owner_user_id,
  opportunities.product_id,
  -- Not stated on the deal: it is that of the product on its day.
  cast(null as string) as product_category,
  opportunities.source,
  opportunities.country,
  opportunities.segment,
  opportunities.created_at,
  opportunities.closed_at,
  opportunities.expected_close_on,
  opportunities.amount,
  opportunities.currency,
  -- The CRM keeps the chance of winning as a percentage.
  coalesce(
    cast(try_cast(opportunities.win_percent as double) / 100 as string),
    opportunities.win_percent
  ) as win_probability,
  opportunities.lost_reason,
  opportunities.row_ref
from opportunities
