with revenue_cells as (
  select
    cast(trunc(order_values.ordered_on, 'MM') as date) as month_start_on,
    coalesce(customer_origins.country, 'unknown') as country,
    coalesce(customer_origins.segment, 'unknown') as segment,
    coalesce(customer_origins.acquisition_channel, 'unknown') as acquisition_channel,
    sum(order_values.net_revenue_cents) as revenue_cents,
    count(*) as entries_count
  from order_values
  left join customer_origins
    on customer_origins.customer_id = order_values.customer_id
  group by all
),

credit_cells as (
  select
    cast(trunc(touch_credits.ordered_on, 'MM') as date) as month_start_on,
    touch_credits.model,
    touch_credits.campaign_id,
    coalesce(customer_origins.country, 'unknown') as country,
    coalesce(customer_origins.segment, 'unknown') as segment,
    coalesce(customer_origins.acquisition_channel, 'unknown') as acquisition_channel,
    sum(touch_credits.credited_cents) as credited_cents,
    count(*) as entries_count
  from touch_credits
  left join customer_origins
    on customer_origins.customer_id = touch_credits.customer_id
  where touch_credits.campaign_id <> 'unattributed'
  group by all
),

entries as (
  select
    month_start_on, model, campaign_id, country, segment, acquisition_channel,
    credited_cents, 0 as revenue_cents, entries_count
  from credit_cells
  union all
  select
    month_start_on, attribution_models.model, 'unattributed' as campaign_id,
    country, segment, acquisition_channel,
    0 as credited_cents, revenue_cents, entries_count
  from revenue_cells
  cross join attribution_models
),

slice_months as (
  select
    month_start_on, model, campaign_id, dimension, dimension_value,
    cast(sum(credited_cents) as bigint) as campaign_cents,
    cast(sum(revenue_cents) as bigint) as revenue_cents,
    sum(entries_count) as entries_count
  from entries
  lateral view stack(
    4,
    'all', 'all',
    'country', country,
    'segment', segment,
    'acquisition_channel', acquisition_channel
  ) slices as dimension, dimension_value
  group by month_start_on, model, campaign_id, dimension, dimension_value
)

select
  month_start_on,
  model,
  campaign_id,
  dimension,
  dimension_value,
  -- Unattributed is all revenue less what campaigns are credited: no order falls between the two.
  case
    when campaign_id = 'unattributed' then revenue_cents - sum(campaign_cents) over slice
    else campaign_cents
  end as credited_cents,
  revenue_cents,
  entries_count
from slice_months
window slice as (partition by month_start_on, model, dimension, dimension_value)
