-- Rows: where there is credit, in every month of a campaign's life in each slice it ever had credit
-- in, its own months without slices, and for unattributed every month since the first sale.
with slices as (
  select distinct campaign_id, model, dimension, dimension_value
  from credited_months
),

months as (
  select campaign_id, model, dimension, dimension_value, month_start_on
  from credited_months
  union
  select campaign_id, model, dimension, dimension_value, month_start_on
  from slices
    join campaign_months using (campaign_id)
  union
  select campaign_id, model, 'all', 'all', month_start_on
  from campaign_months
    cross join attribution_models
  union
  select campaign_id, model, dimension, dimension_value, month_start_on
  from slices
    cross join period_months
  where campaign_id = 'unattributed'
    and period_kind = 'month'
    and month_start_on >= (select min(month_start_on) from credited_months)
),

credited_periods as (
  select
    months.campaign_id,
    months.model,
    months.dimension,
    months.dimension_value,
    period_kind,
    period_start_on,
    is_complete,
    coalesce(sum(credited.credited_cents), 0) as credited_cents,
    coalesce(sum(credited.revenue_cents), 0) as own_revenue_cents,
    -- What a campaign costs is known as a whole; a month of its life without costs is a 0.
    sum(coalesce(costs.cost_cents, 0)) filter (
      months.dimension = 'all' and months.campaign_id <> 'unattributed'
    ) as cost_cents
  from months
    join period_months using (month_start_on)
    left join credited_months as credited
      on credited.campaign_id = months.campaign_id
      and credited.model = months.model
      and credited.dimension = months.dimension
      and credited.dimension_value = months.dimension_value
      and credited.month_start_on = months.month_start_on
    left join campaign_months as costs
      on costs.campaign_id = months.campaign_id
      and costs.month_start_on = months.month_start_on
  group by all
),

period_revenue as (
  select
    *,
    sum(own_revenue_cents) over slice as revenue_cents,
    sum(credited_cents) over slice as all_credited_cents
  from credited_periods
  window slice as (partition by period_kind, period_start_on, model, dimension, dimension_value)
)

select
  revenue.*,
  case
    when revenue.campaign_id = 'unattributed' then coalesce(campaigns.name, 'unattributed')
    else coalesce(campaigns.name, 'unknown')
  end as campaign_name,
  coalesce(campaigns.channel, 'unknown') as channel,
  amount_of(credited_cents) as credited_amount,
  amount_of(revenue_cents) as revenue_amount,
  credited_cents / nullif(revenue_cents, 0) as credited_share,
  amount_of(revenue_cents - all_credited_cents) as difference_amount,
  amount_of(cost_cents) as cost_amount,
  (credited_cents - cost_cents) / nullif(cost_cents, 0) as roi,
  credited_cents / nullif(cost_cents, 0) as roas
from period_revenue as revenue
  left join campaigns on campaigns.campaign_id = revenue.campaign_id
