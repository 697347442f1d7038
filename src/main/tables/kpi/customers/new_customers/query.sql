-- Somebody is won on the day of the first net purchase, by what the origin says won her.
with won_days as (
  select
    o.won_on,
    o.country,
    o.segment,
    o.acquisition_channel,
    coalesce(o.campaign_id, 'none') as campaign,
    count(*) as new_customers,
    count(o.campaign_id) as via_campaign_customers,
    sum(v.net_revenue_cents) as revenue_cents,
    sum(if(o.campaign_id is null, 0, v.net_revenue_cents)) as via_campaign_cents
  from customer_origins as o
    join customer_lifetime as l on l.customer_id = o.customer_id
    left join order_values as v on v.order_id = l.first_order_id
  where o.won_on is not null
  group by o.won_on, o.country, o.segment, o.acquisition_channel, coalesce(o.campaign_id, 'none')
),

won_slices as (
  select
    starts.period_kind,
    starts.period_start_on,
    slices.dimension,
    slices.dimension_value,
    sum(w.new_customers) as new_customers,
    sum(w.via_campaign_customers) as via_campaign_customers,
    sum(w.revenue_cents) as revenue_cents,
    sum(w.via_campaign_cents) as via_campaign_cents
  from won_days as w
    join calendar as c on c.day_on = w.won_on
    lateral view stack(
      6,
      'week', c.week_start_on, 'month', c.month_start_on, 'quarter', c.quarter_start_on,
      'year', c.year_start_on, 'fiscal_quarter', c.fiscal_quarter_start_on,
      'fiscal_year', c.fiscal_year_start_on
    ) starts as period_kind, period_start_on
    lateral view stack(
      5,
      'all', 'all', 'country', w.country, 'segment', w.segment,
      'acquisition_channel', w.acquisition_channel, 'campaign', w.campaign
    ) slices as dimension, dimension_value
  group by starts.period_kind, starts.period_start_on, slices.dimension, slices.dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from won_slices
  group by period_kind, dimension, dimension_value
),

-- A period in which nobody was won is a row of zeros, from the first period of the slice on.
period_wins as (
  select
    p.period_kind, p.period_start_on, p.is_complete, s.dimension, s.dimension_value,
    coalesce(w.new_customers, 0) as new_customers,
    sum(coalesce(w.new_customers, 0)) over (
      partition by p.period_kind, p.period_start_on, s.dimension
    ) as all_new_customers,
    coalesce(w.via_campaign_customers, 0) as via_campaign_customers,
    cast(coalesce(w.revenue_cents, 0) * 0.01 as decimal(18, 2)) as first_order_revenue_amount,
    cast(coalesce(w.via_campaign_cents, 0) * 0.01 as decimal(18, 2)) as via_campaign_revenue_amount
  from slice_starts as s
    join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join won_slices as w
      on w.period_kind = p.period_kind and w.period_start_on = p.period_start_on
      and w.dimension = s.dimension and w.dimension_value = s.dimension_value
)

select
  n.period_kind,
  n.period_start_on,
  n.dimension,
  n.dimension_value,
  n.is_complete,
  n.new_customers,
  n.all_new_customers,
  n.new_customers / nullif(n.all_new_customers, 0) as new_customers_share,
  wilson_low(n.new_customers, n.all_new_customers) as new_customers_share_low,
  wilson_high(n.new_customers, n.all_new_customers) as new_customers_share_high,
  n.all_new_customers >= :minimum_sample as has_minimum_period_sample,
  n.via_campaign_customers,
  n.new_customers - n.via_campaign_customers as other_customers,
  n.via_campaign_customers / nullif(n.new_customers, 0) as via_campaign_rate,
  wilson_low(n.via_campaign_customers, n.new_customers) as via_campaign_rate_low,
  wilson_high(n.via_campaign_customers, n.new_customers) as via_campaign_rate_high,
  n.new_customers >= :minimum_sample as has_minimum_sample,
  n.first_order_revenue_amount,
  n.via_campaign_revenue_amount,
  cast(n.first_order_revenue_amount / nullif(n.new_customers, 0) as decimal(18, 2))
    as average_first_order_amount,
  if(n.period_kind = 'week', null, coalesce(b.new_customers, 0)) as customer_base_new_customers
from period_wins as n
  left join period_slices as b
    on b.period_kind = n.period_kind and b.period_start_on = n.period_start_on
    and b.dimension = 'all'
