-- What came back as a whole was not bought, and a product without a category is of none.
with order_categories as (
  select order_id, trunc(ordered_on, 'month') as month_start_on, product_category
  from order_product_values
  where is_purchase and units_count > returned_units_count and product_category is not null
  group by order_id, trunc(ordered_on, 'month'), product_category
),

period_categories as (
  select m.period_kind, m.period_start_on, c.product_category, count(*) as orders_count
  from order_categories as c
    join period_months as m on m.month_start_on = c.month_start_on
  group by m.period_kind, m.period_start_on, c.product_category
),

period_orders as (
  select
    m.period_kind,
    m.period_start_on,
    m.is_complete,
    count(distinct c.order_id) as orders_count
  from order_categories as c
    join period_months as m on m.month_start_on = c.month_start_on
  group by m.period_kind, m.period_start_on, m.is_complete
),

period_pairs as (
  select
    m.period_kind,
    m.period_start_on,
    a.product_category as first_category,
    b.product_category as second_category,
    count(*) as together_count
  from order_categories as a
    join order_categories as b
      on b.order_id = a.order_id and b.product_category > a.product_category
    join period_months as m on m.month_start_on = a.month_start_on
  group by m.period_kind, m.period_start_on, a.product_category, b.product_category
),

pair_starts as (
  select period_kind, first_category, second_category, min(period_start_on) as first_start_on
  from period_pairs
  group by period_kind, first_category, second_category
),

-- From the first period on in which a pair was bought together, each in which both were bought.
pair_counts as (
  select
    a.period_kind, a.period_start_on, s.first_category, s.second_category,
    a.orders_count as first_orders_count, b.orders_count as second_orders_count,
    coalesce(p.together_count, 0) as together_count
  from pair_starts as s
    join period_categories as a
      on a.period_kind = s.period_kind and a.period_start_on >= s.first_start_on
      and a.product_category = s.first_category
    join period_categories as b
      on b.period_kind = a.period_kind and b.period_start_on = a.period_start_on
      and b.product_category = s.second_category
    left join period_pairs as p
      on p.period_kind = a.period_kind and p.period_start_on = a.period_start_on
      and p.first_category = s.first_category and p.second_category = s.second_category
)

select
  p.period_kind, p.period_start_on, p.first_category, p.second_category,
  o.is_complete,
  o.orders_count,
  p.first_orders_count,
  p.second_orders_count,
  p.together_count,
  p.together_count / o.orders_count as together_rate,
  wilson_low(p.together_count, o.orders_count) as together_rate_low,
  wilson_high(p.together_count, o.orders_count) as together_rate_high,
  p.together_count / p.first_orders_count as first_with_second_rate,
  wilson_low(p.together_count, p.first_orders_count) as first_with_second_rate_low,
  wilson_high(p.together_count, p.first_orders_count) as first_with_second_rate_high,
  p.together_count / p.second_orders_count as second_with_first_rate,
  wilson_low(p.together_count, p.second_orders_count) as second_with_first_rate_low,
  wilson_high(p.together_count, p.second_orders_count) as second_with_first_rate_high,
  cast(p.together_count as double) * o.orders_count / p.first_orders_count / p.second_orders_count
    as lift,
  least(p.first_orders_count, p.second_orders_count) >= :minimum_sample as has_minimum_sample
from pair_counts as p
  join period_orders as o
    on o.period_kind = p.period_kind and o.period_start_on = p.period_start_on
