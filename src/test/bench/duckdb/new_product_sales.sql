-- Sales of a product on its days as a new one, by period; all of them as a product of its own.
with sales as (
  select
    products.product_id,
    ordered_on,
    units_count - returned_units_count as units,
    net_revenue_cents,
    case when is_purchase and returned_units_count < units_count then customer_id end as buyer_id
  from order_product_values
    join products using (product_id)
  where ordered_on >= launched_on
    and ordered_on <= launched_on + getvariable('new_product_days')
),

reached as (
  select periods.*, product_id, name as product_name, launched_on
  from products
    join periods
      on period_end_on > launched_on
      and period_start_on <= launched_on + getvariable('new_product_days')
  where period_kind <> 'week' and launched_on <= getvariable('as_of')
),

first_shown as (
  select period_kind, min(period_start_on) as first_on
  from (
      select period_kind, period_start_on from reached
      union all
      select period_kind, period_start_on from period_slices where dimension = 'all'
    ) as shown
  group by period_kind
),

single as (
  select
    period_kind, period_start_on, is_complete, product_id, product_name, launched_on,
    coalesce(sum(units), 0) as units,
    coalesce(sum(net_revenue_cents), 0) as cents,
    count(distinct buyer_id) as buying_customers
  from reached
    left join sales using (product_id)
  where ordered_on is null or ordered_on >= period_start_on and ordered_on < period_end_on
  group by all
),

zeros as (
  select
    period_kind, period_start_on, is_complete, product_id, product_name, launched_on,
    0 as units, 0 as cents, 0 as buying_customers
  from reached
    anti join single using (period_kind, period_start_on, product_id)
),

together as (
  select
    period_kind, period_start_on, is_complete, 'all' as product_id, 'all' as product_name,
    cast(null as date) as launched_on,
    coalesce(sum(units), 0) as units,
    coalesce(sum(net_revenue_cents), 0) as cents,
    count(distinct buyer_id) as buying_customers
  from (
      select periods.*
      from periods
        join first_shown on first_shown.period_kind = periods.period_kind and period_start_on >= first_on
    ) as spine
    left join sales on ordered_on >= period_start_on and ordered_on < period_end_on
  group by all
),

dated as (
  select period_kind, period_start_on, sum(net_revenue_cents) as dated_cents
  from order_product_values
    join products using (product_id)
    join periods on ordered_on >= period_start_on and ordered_on < period_end_on
  where launched_on is not null
  group by all
),

everything as (
  from single union all from zeros union all from together
)

select
  everything.*,
  units as units_count,
  amount_of(cents) as net_revenue_amount,
  amount_of(coalesce(base.net_revenue_cents + base.unlinked_refunded_cents, 0))
    as all_revenue_amount,
  case
    when base.net_revenue_cents + base.unlinked_refunded_cents > 0
      then cents / (base.net_revenue_cents + base.unlinked_refunded_cents)
  end as revenue_share,
  case
    when base.net_revenue_cents + base.unlinked_refunded_cents > 0
      then coalesce(dated_cents, 0) / (base.net_revenue_cents + base.unlinked_refunded_cents)
  end as dated_revenue_share,
  coalesce(base.buying_customers, 0) as all_buying_customers,
  everything.buying_customers / nullif(all_buying_customers, 0) as buying_rate,
  wilson_low(everything.buying_customers, all_buying_customers) as buying_rate_low,
  wilson_high(everything.buying_customers, all_buying_customers) as buying_rate_high,
  all_buying_customers >= getvariable('minimum_sample') as has_minimum_sample,
  amount_of(
    coalesce(
      sum(cents) filter (where product_id <> 'all') over (
        partition by everything.period_kind, everything.period_start_on
      ),
      0
    )
  ) as products_revenue_amount
from everything
  left join period_slices as base
    on base.period_kind = everything.period_kind
    and base.period_start_on = everything.period_start_on
    and base.dimension = 'all'
  left join dated
    on dated.period_kind = everything.period_kind
    and dated.period_start_on = everything.period_start_on
