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

-- Refunds that belong to no order, from the returns themselves, in the slices of who was refunded.
unlinked as (
  unpivot (
    select
      period_kind,
      period_start_on,
      refunded_cents,
      'all' as "all",
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from return_values
      join period_months on period_months.month_start_on = month_of(returned_on)
      left join customer_origins using (customer_id)
    where order_id is null
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

unlinked_slices as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    sum(refunded_cents) as refunded_cents
  from unlinked
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
  amount_of(coalesce(unlinked.refunded_cents, 0)) as unlinked_refunds_amount,
  amount_of(revenue_cents - coalesce(unlinked.refunded_cents, 0)) as net_revenue_amount,
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
  left join unlinked_slices as unlinked
    on unlinked.period_kind = revenue.period_kind
    and unlinked.period_start_on = revenue.period_start_on
    and unlinked.dimension = revenue.dimension
    and unlinked.dimension_value = revenue.dimension_value
