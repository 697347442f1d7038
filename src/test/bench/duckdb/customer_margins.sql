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
  select
    periods.period_kind,
    periods.period_start_on,
    sum(cost_cents) as cents
  from cost_values
    join periods on incurred_on >= period_start_on and incurred_on < period_end_on
  where kind = 'operations' and period_kind <> 'week'
  group by all
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
    operations.cents as operating_cents,
    purchases.orders as all_orders,
    if(operations.cents is null or purchases.orders is null, 0,
      customer_periods.orders * operations.cents / purchases.orders) as serving
  from customer_periods
    left join operations using (period_kind, period_start_on)
    left join purchases using (period_kind, period_start_on)
),

summed as (
  select
    period_kind,
    period_start_on,
    is_complete,
    dimension,
    dimension_value,
    count(*) as customers,
    sum(orders) as orders_count,
    sum(net) as net_cents,
    sum(costed) as costed_cents,
    sum(known) as margin_cents,
    cast(round(sum(orders) * any_value(operating_cents) / any_value(all_orders)) as bigint)
      as serving_cents,
    count(known) as costed_customers,
    count(*) filter (where known < serving) as loss_making_customers,
    quantile_disc(known, [0.1, 0.25, 0.5, 0.75, 0.9]) as q
  from served
    join named_slices using (customer_id)
  group by all
)

select
  summed.*,
  amount_of(net_cents) as net_revenue_amount,
  amount_of(coalesce(base.net_revenue_cents, 0) - net_cents) as anonymous_revenue_amount,
  amount_of(summed.costed_cents) as costed_revenue_amount,
  summed.costed_cents / nullif(summed.net_cents, 0) as costed_revenue_share,
  amount_of(summed.costed_cents - summed.margin_cents) as cost_of_goods_amount,
  amount_of(summed.margin_cents) as margin_amount,
  case when summed.costed_cents > 0 then summed.margin_cents / summed.costed_cents end
    as margin_rate,
  amount_of(serving_cents) as cost_to_serve_amount,
  amount_of(summed.margin_cents - serving_cents) as contribution_amount,
  case
    when summed.costed_cents > 0 then (summed.margin_cents - serving_cents) / summed.costed_cents
  end as contribution_rate,
  costed_customers >= getvariable('minimum_sample') as has_minimum_sample,
  amount_each(summed.margin_cents, costed_customers) as mean_margin_amount,
  amount_of(q[1]) as p10_margin_amount,
  amount_of(q[2]) as p25_margin_amount,
  amount_of(q[3]) as median_margin_amount,
  amount_of(q[4]) as p75_margin_amount,
  amount_of(q[5]) as p90_margin_amount,
  loss_making_customers / nullif(costed_customers, 0) as loss_making_rate,
  wilson_low(loss_making_customers, costed_customers) as loss_making_rate_low,
  wilson_high(loss_making_customers, costed_customers) as loss_making_rate_high
from summed
  left join period_slices as base using (period_kind, period_start_on, dimension, dimension_value)
