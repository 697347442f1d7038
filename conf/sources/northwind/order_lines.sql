with priced_details as (
  select
    d.orderID as order_id,
    d.productID as product_id,
    d.quantity,
    try_cast(d.unitPrice as decimal(12, 2)) * try_cast(d.quantity as decimal(9, 0)) as amount,
    try_cast(d.discount as decimal(5, 4)) as discount,
    o.ordered_on,
    d.row_ref
  from details as d
    join placed_orders as o on o.order_id = d.orderID
),

-- Discounts are parts of cents: what is rounded off one goes into the next, so that they add up.
-- One that cannot be read leaves a line without an amount, which is rejected.
discounts as (
  select
    order_id, product_id, ordered_on, row_ref, discount,
    round(sum(amount * discount) over so_far, 2) as discount_so_far
  from priced_details
  where discount is null or discount <> 0
  window so_far as (order by order_id, product_id)
)

select
  concat(order_id, '-', product_id) as order_line_id,
  order_id,
  product_id,
  'sale' as kind,
  quantity,
  amount,
  ordered_on as ordered_at,
  row_ref
from priced_details
union all
select
  concat(order_id, '-', product_id, '-discount'),
  order_id,
  product_id,
  'discount',
  '0',
  cast(
    if(
      discount is null, null,
      coalesce(lag(discount_so_far) over (order by order_id, product_id), 0) - discount_so_far
    ) as decimal(18, 2)
  ),
  ordered_on,
  row_ref
from discounts
union all
select
  concat(order_id, '-freight'),
  order_id,
  null,
  'shipping',
  '0',
  freight,
  ordered_on,
  row_ref
from placed_orders
