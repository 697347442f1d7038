with known_orders as (
  select order_id
  from order_product_values
  group by order_id
),

dated_returns as (
  select
    trunc(r.sold_on, 'month') as sold_month_on,
    trunc(r.returned_on, 'month') as returned_month_on,
    coalesce(r.product_id, 'unknown') as product,
    coalesce(p.product_category, h.category, 'unknown') as category,
    coalesce(s.reason, 'unknown') as reason,
    if(r.is_gift, 0, r.units_count) as units,
    r.refunded_cents,
    cast(r.booked_refund_amount * 100 as decimal(18, 0)) * r.sale_rate as sale_cents,
    r.return_id,
    k.order_id
  from return_values as r
    join returns as s on s.return_id = r.return_id
    left join known_orders as k on k.order_id = r.order_id
    left join order_product_values as p
      on p.order_id = r.order_id and p.product_id = r.product_id
    left join product_history as h
      on r.order_id is null and h.product_id = r.product_id
      and r.returned_on >= h.valid_from_on and r.returned_on < h.valid_until_on
),

-- Refunds of an order are rounded as one, in running sums, so that its reasons add up to the order.
restated_returns as (
  select
    sold_month_on,
    reason,
    units,
    round(sum(sale_cents) over so_far) - coalesce(round(sum(sale_cents) over before), 0)
      as restated_cents
  from dated_returns
  where order_id is not null
  window
    so_far as (partition by order_id order by return_id),
    before as (
      partition by order_id order by return_id rows between unbounded preceding and 1 preceding
    )
),

entries as (
  -- What a month sold is what both readings of its returns are compared with.
  select
    bases.basis,
    trunc(ordered_on, 'month') as month_start_on,
    slices.dimension,
    slices.dimension_value,
    units_count as sold_units,
    gross_revenue_cents as sold_cents,
    bases.returned_units,
    bases.returned_cents
  from order_product_values
    lateral view stack(
      2,
      'sold', returned_units_count, returned_revenue_cents,
      'returned', cast(0 as decimal(15, 3)), 0L
    ) bases as basis, returned_units, returned_cents
    lateral view stack(
      3, 'all', 'all', 'category', coalesce(product_category, 'unknown'), 'product', product_id
    ) slices as dimension, dimension_value
  union all
  select 'sold', sold_month_on, 'reason', reason, 0, 0, units, restated_cents
  from restated_returns
  union all
  select
    'returned', returned_month_on, slices.dimension, slices.dimension_value, 0, 0,
    units, refunded_cents
  from dated_returns
    lateral view stack(
      4, 'all', 'all', 'category', category, 'product', product, 'reason', reason
    ) slices as dimension, dimension_value
)

select
  basis,
  month_start_on,
  dimension,
  dimension_value,
  cast(sum(sold_units) as decimal(18, 3)) as sold_units_count,
  cast(sum(sold_cents) as bigint) as sold_cents,
  cast(sum(returned_units) as decimal(18, 3)) as returned_units_count,
  cast(sum(returned_cents) as bigint) as returned_cents
from entries
group by basis, month_start_on, dimension, dimension_value
