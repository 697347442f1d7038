-- A product is new from its launch up to the day so many days after it, that day included.
with new_products as (
  select
    product_id, name as product_name, launched_on,
    date_add(launched_on, :new_product_days) as new_until_on
  from products
  where launched_on <= :as_of
),

new_sales as (
  select
    p.product_id, s.ordered_on,
    if(s.is_purchase and s.units_count > s.returned_units_count, s.customer_id, null) as buyer_id,
    s.units_count - s.returned_units_count as units,
    s.net_revenue_cents
  from order_product_values as s
    join new_products as p
      on p.product_id = s.product_id and s.ordered_on between p.launched_on and p.new_until_on
),

period_products as (
  select
    p.period_kind, p.period_start_on, p.is_complete, n.product_id, n.product_name, n.launched_on
  from new_products as n
    join periods as p
      on p.period_start_on <= n.new_until_on and p.period_end_on > n.launched_on
  where p.period_kind <> 'week'
),

undated_sales as (
  select m.period_kind, m.period_start_on, sum(s.net_revenue_cents) as undated_cents
  from order_product_values as s
    join period_months as m on m.month_start_on = trunc(s.ordered_on, 'month')
    left anti join products as p on p.product_id = s.product_id and p.launched_on is not null
  group by m.period_kind, m.period_start_on
),

-- Each product by itself, and all of them as one.
product_sales as (
  select
    m.period_kind, m.period_start_on, shown.product_id,
    sum(s.units) as units,
    sum(s.net_revenue_cents) as revenue_cents,
    count(distinct s.buyer_id) as buying_customers
  from new_sales as s
    join period_months as m on m.month_start_on = trunc(s.ordered_on, 'month')
    lateral view explode(array(s.product_id, 'all')) shown as product_id
  group by m.period_kind, m.period_start_on, shown.product_id
),

-- Once there are sales or new products, a period without any of these is a row of zeros for all.
first_periods as (
  select period_kind, min(period_start_on) as first_start_on
  from (
      select period_kind, period_start_on from period_products
      union all
      select period_kind, period_start_on from period_slices where dimension = 'all'
    )
  group by period_kind
),

shown_periods as (
  select period_kind, period_start_on, is_complete, product_id, product_name, launched_on
  from period_products
  union all
  select
    p.period_kind, p.period_start_on, p.is_complete,
    'all' as product_id, 'all' as product_name, cast(null as date) as launched_on
  from periods as p
    join first_periods as f
      on f.period_kind = p.period_kind and p.period_start_on >= f.first_start_on
),

shown_sales as (
  select
    p.period_kind, p.period_start_on, p.is_complete, p.product_id, p.product_name, p.launched_on,
    coalesce(s.units, 0) as units,
    coalesce(s.revenue_cents, 0) as revenue_cents,
    coalesce(s.buying_customers, 0) as buying_customers
  from shown_periods as p
    left join product_sales as s
      on s.period_kind = p.period_kind and s.period_start_on = p.period_start_on
      and s.product_id = p.product_id
)

select
  s.period_kind, s.period_start_on, s.product_id, s.product_name, s.launched_on, s.is_complete,
  cast(s.units as decimal(18, 3)) as units_count,
  cast(s.revenue_cents * 0.01 as decimal(18, 2)) as net_revenue_amount,
  cast(
    coalesce(b.net_revenue_cents + b.unlinked_refunded_cents, 0) * 0.01 as decimal(18, 2)
  ) as all_revenue_amount,
  cast(net_revenue_amount / if(all_revenue_amount > 0, all_revenue_amount, null) as double)
    as revenue_share,
  1 - cast(coalesce(u.undated_cents, 0) * 0.01 as double)
    / if(all_revenue_amount > 0, cast(all_revenue_amount as double), null) as dated_revenue_share,
  s.buying_customers,
  coalesce(b.buying_customers, 0) as all_buying_customers,
  s.buying_customers / nullif(b.buying_customers, 0) as buying_rate,
  wilson_low(s.buying_customers, b.buying_customers) as buying_rate_low,
  wilson_high(s.buying_customers, b.buying_customers) as buying_rate_high,
  coalesce(b.buying_customers, 0) >= :minimum_sample as has_minimum_sample,
  cast(
    sum(if(s.product_id = 'all', 0, s.revenue_cents)) over (
      partition by s.period_kind, s.period_start_on
    ) * 0.01 as decimal(18, 2)
  ) as products_revenue_amount
from shown_sales as s
  left join period_slices as b
    on b.period_kind = s.period_kind and b.period_start_on = s.period_start_on
    and b.dimension = 'all'
  left join undated_sales as u
    on u.period_kind = s.period_kind and u.period_start_on = s.period_start_on
