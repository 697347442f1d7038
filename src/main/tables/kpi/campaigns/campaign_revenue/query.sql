with campaign_slices as (
  select campaign_id, model, dimension, dimension_value
  from credited_months
  group by campaign_id, model, dimension, dimension_value
),

-- Months that get a row whatever happened: a campaign's own; all since the first sale for the rest.
life_months as (
  select campaign_id, month_start_on
  from campaign_months
  union all
  select 'unattributed', period_start_on
  from period_months
  where period_kind = 'month'
    and period_start_on >= (select min(month_start_on) from credited_months)
),

entries as (
  select
    campaign_id, model, month_start_on, dimension, dimension_value,
    credited_cents, revenue_cents, 0 as cost_cents
  from credited_months
  union all
  select
    campaign_id, model, life_months.month_start_on, dimension, dimension_value, 0, 0, 0
  from life_months
  join campaign_slices using (campaign_id)
  union all
  -- What a campaign costs is known as a whole, not by country or segment.
  select campaign_id, model, month_start_on, 'all', 'all', 0, 0, cost_cents
  from campaign_months
  cross join attribution_models
),

campaign_periods as (
  select
    campaign_id, model, period_kind, period_start_on, is_complete, dimension, dimension_value,
    cast(sum(credited_cents) * 0.01 as decimal(18, 2)) as credited_amount,
    cast(sum(revenue_cents) * 0.01 as decimal(18, 2)) as revenue_amount,
    if(
      dimension = 'all' and campaign_id <> 'unattributed',
      cast(sum(cost_cents) * 0.01 as decimal(18, 2)), null
    ) as cost_amount
  from entries
  join period_months using (month_start_on)
  group by all
)

select
  campaign_periods.campaign_id,
  coalesce(
    campaigns.name, if(campaign_periods.campaign_id = 'unattributed', 'unattributed', 'unknown')
  ) as campaign_name,
  coalesce(campaigns.channel, 'unknown') as channel,
  period_kind,
  period_start_on,
  is_complete,
  model,
  dimension,
  dimension_value,
  credited_amount,
  cast(sum(revenue_amount) over slice as decimal(18, 2)) as revenue_amount,
  cast(credited_amount / nullif(sum(revenue_amount) over slice, 0) as double) as credited_share,
  cast(
    sum(revenue_amount) over slice - sum(credited_amount) over slice as decimal(18, 2)
  ) as difference_amount,
  cost_amount,
  cast((credited_amount - cost_amount) / nullif(cost_amount, 0) as double) as roi,
  cast(credited_amount / nullif(cost_amount, 0) as double) as roas,
  -- A refund without an order is no campaign's: it lowers the revenue of the business alone.
  cast(coalesce(unlinked_refunded_cents, 0) * 0.01 as decimal(18, 2)) as unlinked_refunds_amount,
  cast(coalesce(net_revenue_cents, 0) * 0.01 as decimal(18, 2)) as net_revenue_amount
from campaign_periods
left join campaigns
  on campaigns.campaign_id = campaign_periods.campaign_id
left join period_slices
  using (period_kind, period_start_on, dimension, dimension_value)
window slice as (partition by period_kind, period_start_on, model, dimension, dimension_value)
