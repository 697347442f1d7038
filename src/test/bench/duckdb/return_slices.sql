-- Sold goods and returns side by side; what an order lost is told apart by reason afterwards.
with order_returns as (
  select
    r.return_id,
    r.order_id,
    r.sold_on,
    coalesce(reason, 'unknown') as reason,
    if(r.is_gift, 0, r.units_count) as units,
    round(
      sum(cast(r.booked_refund_amount * 100 as decimal(18, 0)) * r.sale_rate) over (
        partition by r.order_id order by r.return_id
      )
    ) as lost_so_far
  from return_values as r
    join returns using (return_id)
  where r.order_id in (select order_id from order_values)
),

reasons as (
  select
    sold_on,
    reason,
    units,
    cast(lost_so_far as bigint)
      - coalesce(
        lag(cast(lost_so_far as bigint)) over (partition by order_id order by return_id), 0
      ) as cents
  from order_returns
),

sales as (
  select
    'sold' as basis, month_of(ordered_on) as month_start_on, product_id,
    coalesce(product_category, 'unknown') as category,
    units_count, gross_revenue_cents, returned_units_count, returned_revenue_cents
  from order_product_values
  union all
  select
    'returned', month_of(ordered_on), product_id, coalesce(product_category, 'unknown'),
    units_count, gross_revenue_cents, 0, 0
  from order_product_values
),

own_months as (
  select
    month_of(r.returned_on) as month_start_on,
    coalesce(r.product_id, 'unknown') as product_id,
    coalesce(lines.category, told.category, 'unknown') as category,
    coalesce(reason, 'unknown') as reason,
    if(r.is_gift, 0, r.units_count) as units,
    r.refunded_cents as cents
  from return_values as r
    join returns using (return_id)
    left join (
      select order_id, product_id, max(product_category) as category
      from order_line_values
      where kind = 'sale' and order_id in (select order_id from order_values)
      group by all
    ) as lines
      on lines.order_id = r.order_id and lines.product_id = r.product_id
    left join product_history as told
      on r.order_id is null
      and told.product_id = r.product_id
      and r.returned_on between told.valid_from_on and told.valid_until_on - 1
),

entries as (
  select basis, month_start_on, 'all' as dimension, 'all' as dimension_value,
    units_count as sold_units, gross_revenue_cents as sold_cents,
    returned_units_count as units, returned_revenue_cents as cents
  from sales
  union all
  select basis, month_start_on, 'category', category,
    units_count, gross_revenue_cents, returned_units_count, returned_revenue_cents
  from sales
  union all
  select basis, month_start_on, 'product', product_id,
    units_count, gross_revenue_cents, returned_units_count, returned_revenue_cents
  from sales
  union all
  select 'sold', month_of(sold_on), 'reason', reason, 0, 0, units, cents from reasons
  union all
  select 'returned', month_start_on, 'all', 'all', 0, 0, units, cents from own_months
  union all
  select 'returned', month_start_on, 'category', category, 0, 0, units, cents from own_months
  union all
  select 'returned', month_start_on, 'product', product_id, 0, 0, units, cents from own_months
  union all
  select 'returned', month_start_on, 'reason', reason, 0, 0, units, cents from own_months
)

select
  basis,
  month_start_on,
  dimension,
  dimension_value,
  sum(sold_units) as sold_units_count,
  sum(sold_cents) as sold_cents,
  sum(units) as returned_units_count,
  sum(cents) as returned_cents
from entries
group by all
