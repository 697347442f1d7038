-- A customer and period at a time; operating costs are shared over all net purchases of the period.
with named_slices as (
  unpivot (
    select
      customer_id,
      'all' as "all",
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from (select distinct customer_id from customer_months)
      left join customer_origins using (customer_id)
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

operations as (
  select period_kind, period_start_on, cost_cents as cents
  from cost_periods
  where kind = 'operations'
),

purchases as (
  select period_kind, period_start_on, count(*) as orders
  from order_values
    join periods on ordered_on >= period_start_on and ordered_on < period_end_on
  where is_purchase
  group by all
),

customer_periods as (
  select
    periods.period_kind,
    periods.period_start_on,
    periods.is_complete,
    customer_id,
    sum(orders_count) as orders,
    sum(net_revenue_cents) as net,
    sum(costed_revenue_cents) as costed,
    sum(margin_cents) as margin
  from customer_months
    join periods on month_start_on >= period_start_on and month_start_on < period_end_on
  where period_kind <> 'week'
  group by all
),

served as (
  select
    customer_periods.*,
    -- A cost that nobody knows leaves no revenue to take it from.
    if(costed = 0 and margin = 0, null, margin) as known,
    if(customer_periods.orders > 0, known, null) as of_buyer,
    operations.cents as operating_cents,
    purchases.orders as all_orders,
    case
      when costed <= 0 then 0.0
      when net <= 0 or costed > net then 1.0
      else costed / net
    end as part,
    cast(
      round(customer_periods.orders * cast(operations.cents as double) / purchases.orders * part)
      as bigint
    ) as serving
  from customer_periods
    left join operations using (period_kind, period_start_on)
    left join purchases using (period_kind, period_start_on)
),

summed as (
  select
    period_kind,
    period_start_on,
    dimension,
    dimension_value,
    count(*) as customers,
    sum(orders) as orders_count,
    sum(net) as net_cents,
    sum(costed) as costed_cents,
    sum(known) as margin_cents,
    sum(serving) as costed_serving,
    count(of_buyer) as costed_customers,
    count(*) filter (where of_buyer < coalesce(serving, 0)) as loss_making_customers,
    sum(of_buyer) as of_buyers,
    quantile_disc(of_buyer, [0.1, 0.25, 0.5, 0.75, 0.9]) as q
  from served
    join named_slices using (customer_id)
  group by all
)

select
  base.period_kind,
  base.period_start_on,
  base.dimension,
  base.dimension_value,
  base.is_complete,
  coalesce(summed.customers, 0) as customers,
  coalesce(summed.orders_count, 0) as orders_count,
  amount_of(coalesce(net_cents, 0)) as net_revenue_amount,
  base.net_revenue_amount - amount_of(coalesce(net_cents, 0)) as anonymous_revenue_amount,
  amount_of(coalesce(costed_cents, 0)) as costed_revenue_amount,
  costed_cents / nullif(net_cents, 0) as costed_revenue_share,
  amount_of(costed_cents - margin_cents) as cost_of_goods_amount,
  amount_of(margin_cents) as margin_amount,
  case when costed_cents > 0 then margin_cents / costed_cents end as margin_rate,
  amount_of(
    cast(round(coalesce(summed.orders_count, 0) * operations.cents / purchases.orders) as bigint)
  ) as cost_to_serve_amount,
  amount_of(costed_serving) as costed_cost_to_serve_amount,
  amount_of(margin_cents - costed_serving) as contribution_amount,
  case when costed_cents > 0 then (margin_cents - costed_serving) / costed_cents end
    as contribution_rate,
  coalesce(summed.costed_customers, 0) as costed_customers,
  coalesce(summed.costed_customers, 0) >= getvariable('minimum_sample') as has_minimum_sample,
  amount_each(of_buyers, summed.costed_customers) as mean_margin_amount,
  amount_of(q[1]) as p10_margin_amount,
  amount_of(q[2]) as p25_margin_amount,
  amount_of(q[3]) as median_margin_amount,
  amount_of(q[4]) as p75_margin_amount,
  amount_of(q[5]) as p90_margin_amount,
  coalesce(summed.loss_making_customers, 0) as loss_making_customers,
  summed.loss_making_customers / nullif(summed.costed_customers, 0) as loss_making_rate,
  wilson_low(summed.loss_making_customers, summed.costed_customers) as loss_making_rate_low,
  wilson_high(summed.loss_making_customers, summed.costed_customers) as loss_making_rate_high
from customer_base as base
  left join summed using (period_kind, period_start_on, dimension, dimension_value)
  left join operations using (period_kind, period_start_on)
  left join purchases using (period_kind, period_start_on)
where base.period_kind <> 'week'
