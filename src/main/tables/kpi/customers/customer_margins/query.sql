with customer_periods as (
  select
    p.period_kind, p.period_start_on, m.customer_id,
    sum(m.orders_count) as orders_count, sum(m.net_revenue_cents) as net_cents,
    sum(m.costed_revenue_cents) as costed_cents, sum(m.margin_cents) as margin_cents
  from customer_months as m
    join period_months as p on p.month_start_on = m.month_start_on
  group by all
),

-- Serving takes as much for each net purchase of the period, those of unknown buyers included.
period_serving as (
  select
    k.period_kind, k.period_start_on, k.cost_cents as serving_cents,
    b.orders_count as all_orders_count
  from cost_periods as k
    join customer_base as b using (period_kind, period_start_on)
  where k.kind = 'operations' and b.dimension = 'all' and b.orders_count > 0
),

-- Who bought only goods of unknown cost has no known margin, which is not one of zero. Serving is
-- set against the margin in the proportion in which the revenue of the customer is costed.
served_customers as (
  select
    period_kind, period_start_on, country, segment, acquisition_channel,
    c.orders_count, net_cents, costed_cents,
    if(costed_cents <> 0 or margin_cents <> 0, margin_cents, null) as known_margin_cents,
    -- Who only brought something back did not buy, and is no customer to be averaged.
    if(c.orders_count > 0, known_margin_cents, null) as buyer_margin_cents,
    least(greatest(costed_cents, 0) / if(net_cents > 0, net_cents, greatest(costed_cents, 1)), 1)
      as costed_share,
    bigint(round(c.orders_count * double(serving_cents) / all_orders_count * costed_share))
      as costed_serving_cents
  from customer_periods as c
    left join customer_origins using (customer_id)
    left join period_serving using (period_kind, period_start_on)
),

slice_margins as (
  select
    period_kind, period_start_on, slices.dimension, slices.dimension_value,
    count(*) as customers,
    sum(orders_count) as orders_count,
    sum(net_cents) as net_cents,
    sum(costed_cents) as costed_cents,
    sum(known_margin_cents) as margin_cents,
    sum(costed_serving_cents) as costed_serving_cents,
    count(buyer_margin_cents) as costed_customers,
    count_if(buyer_margin_cents < coalesce(costed_serving_cents, 0)) as loss_making_customers,
    sum(buyer_margin_cents) as buyers_margin_cents,
    percentile_disc(0.1) within group (order by buyer_margin_cents) as p10_cents,
    percentile_disc(0.25) within group (order by buyer_margin_cents) as p25_cents,
    percentile_disc(0.5) within group (order by buyer_margin_cents) as median_cents,
    percentile_disc(0.75) within group (order by buyer_margin_cents) as p75_cents,
    percentile_disc(0.9) within group (order by buyer_margin_cents) as p90_cents
  from served_customers
    lateral view stack(
      4, 'all', 'all', 'country', coalesce(country, 'unknown'),
      'segment', coalesce(segment, 'unknown'),
      'acquisition_channel', coalesce(acquisition_channel, 'unknown')
    ) slices as dimension, dimension_value
  group by all
)

-- A period in which no customer of the slice bought is a row of zeros, as in customer_base.
select
  period_kind, period_start_on, dimension, dimension_value, b.is_complete,
  coalesce(m.customers, 0) as customers,
  coalesce(m.orders_count, 0) as orders_count,
  cast(coalesce(m.net_cents, 0) * 0.01 as decimal(18, 2)) as net_revenue_amount,
  cast(b.net_revenue_amount - coalesce(m.net_cents, 0) * 0.01 as decimal(18, 2))
    as anonymous_revenue_amount,
  cast(coalesce(m.costed_cents, 0) * 0.01 as decimal(18, 2)) as costed_revenue_amount,
  m.costed_cents / nullif(m.net_cents, 0) as costed_revenue_share,
  cast((m.costed_cents - m.margin_cents) * 0.01 as decimal(18, 2)) as cost_of_goods_amount,
  cast(m.margin_cents * 0.01 as decimal(18, 2)) as margin_amount,
  m.margin_cents / if(m.costed_cents > 0, m.costed_cents, null) as margin_rate,
  cast(
    round(
      coalesce(m.orders_count, 0) * cast(s.serving_cents as decimal(18, 0)) / s.all_orders_count
    ) * 0.01 as decimal(18, 2)
  ) as cost_to_serve_amount,
  cast(m.costed_serving_cents * 0.01 as decimal(18, 2)) as costed_cost_to_serve_amount,
  cast((m.margin_cents - m.costed_serving_cents) * 0.01 as decimal(18, 2)) as contribution_amount,
  cast(m.margin_cents - m.costed_serving_cents as double)
    / if(m.costed_cents > 0, m.costed_cents, null) as contribution_rate,
  coalesce(m.costed_customers, 0) as costed_customers,
  coalesce(m.costed_customers, 0) >= :minimum_sample as has_minimum_sample,
  cast(m.buyers_margin_cents * 0.01 / nullif(m.costed_customers, 0) as decimal(18, 2))
    as mean_margin_amount,
  cast(m.p10_cents * 0.01 as decimal(18, 2)) as p10_margin_amount,
  cast(m.p25_cents * 0.01 as decimal(18, 2)) as p25_margin_amount,
  cast(m.median_cents * 0.01 as decimal(18, 2)) as median_margin_amount,
  cast(m.p75_cents * 0.01 as decimal(18, 2)) as p75_margin_amount,
  cast(m.p90_cents * 0.01 as decimal(18, 2)) as p90_margin_amount,
  coalesce(m.loss_making_customers, 0) as loss_making_customers,
  m.loss_making_customers / nullif(m.costed_customers, 0) as loss_making_rate,
  wilson_low(m.loss_making_customers, m.costed_customers) as loss_making_rate_low,
  wilson_high(m.loss_making_customers, m.costed_customers) as loss_making_rate_high
from customer_base as b
  left join slice_margins as m using (period_kind, period_start_on, dimension, dimension_value)
  left join period_serving as s using (period_kind, period_start_on)
where period_kind <> 'week'
