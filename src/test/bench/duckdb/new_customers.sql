-- From the orders themselves: the first order that is a purchase wins its customer.
with first_orders as (
  select distinct on (customer_id) customer_id, ordered_on, net_revenue_cents
  from order_values
  where is_purchase and customer_id is not null
  order by customer_id, ordered_on, ordered_at, order_id
),

slices as (
  unpivot (
    select
      customer_id, ordered_on, net_revenue_cents,
      campaign_id is not null as is_via_campaign,
      'all' as "all", country, segment, acquisition_channel,
      coalesce(campaign_id, 'none') as campaign
    from first_orders
      join customer_origins using (customer_id)
  )
  on "all", country, segment, acquisition_channel, campaign
  into name dimension value dimension_value
),

counted as (
  select
    periods.period_kind,
    periods.period_start_on,
    periods.is_complete,
    begun.dimension,
    begun.dimension_value,
    count(slices.customer_id) as new_customers,
    count(*) filter (where is_via_campaign) as via_campaign_customers,
    coalesce(sum(net_revenue_cents), 0) as cents,
    coalesce(sum(net_revenue_cents) filter (where is_via_campaign), 0) as via_campaign_cents
  from (
      select dimension, dimension_value, min(ordered_on) as first_on
      from slices
      group by all
    ) as begun
    join periods
      on periods.period_end_on > begun.first_on and periods.period_kind <> 'rolling_12_months'
    left join slices
      on slices.dimension = begun.dimension
      and slices.dimension_value = begun.dimension_value
      and slices.ordered_on >= periods.period_start_on
      and slices.ordered_on < periods.period_end_on
  group by all
),

totals as (
  select period_kind, period_start_on, sum(new_customers) as all_new_customers
  from counted
  where dimension = 'all'
  group by all
)

select
  counted.*,
  all_new_customers,
  new_customers / nullif(all_new_customers, 0) as new_customers_share,
  wilson_low(new_customers, all_new_customers) as new_customers_share_low,
  wilson_high(new_customers, all_new_customers) as new_customers_share_high,
  all_new_customers >= getvariable('minimum_sample') as has_minimum_period_sample,
  new_customers - via_campaign_customers as other_customers,
  via_campaign_customers / nullif(new_customers, 0) as via_campaign_rate,
  wilson_low(via_campaign_customers, new_customers) as via_campaign_rate_low,
  wilson_high(via_campaign_customers, new_customers) as via_campaign_rate_high,
  new_customers >= getvariable('minimum_sample') as has_minimum_sample,
  amount_of(cents) as first_order_revenue_amount,
  amount_of(via_campaign_cents) as via_campaign_revenue_amount,
  amount_each(cents, new_customers) as average_first_order_amount,
  if(period_kind = 'week', null, all_new_customers) as customer_base_new_customers
from counted
  join totals using (period_kind, period_start_on)
