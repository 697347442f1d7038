-- What a product weighs in its order: its sales less the discounts that name it.
with sold_products as (
  select
    order_id,
    product_id,
    max(product_name) as product_name, max(product_category) as product_category,
    count_if(kind = 'sale') as lines_count,
    sum(if(kind = 'sale', units_count, 0)) as units_count,
    greatest(0, sum(
      if(kind = 'sale' or product_id is not null, cast(booked_amount * 100 as bigint), 0)
    )) as weight
  from order_line_values
  where kind in ('sale', 'discount')
  group by order_id, product_id
  having count_if(kind = 'sale') > 0
),

-- A gift that came back is no unit sold; money paid back for it is of the order as a whole.
returned_products as (
  select
    order_id,
    product_id,
    sum(units_count) as units_count,
    sum(cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate) as cents
  from return_values
  where order_id is not null and product_id is not null and not is_gift
  group by order_id, product_id
),

-- Running sums over the products of an order; what is of no product is left for all of them.
placed_products as (
  select
    o.order_id, o.customer_id, o.ordered_on, o.is_purchase,
    o.gross_revenue_cents as order_gross_cents, o.net_revenue_cents as order_net_cents,
    coalesce(s.product_id, 'unknown') as product_id,
    s.product_name, s.product_category,
    coalesce(s.lines_count, 0) as lines_count, coalesce(s.units_count, 0) as units_count,
    row_number() over by_product as place,
    sum(s.weight) over by_product as weight_so_far,
    nullif(sum(s.weight) over whole_order, 0) as weight_of_all,
    sum(s.units_count) over by_product as units_so_far,
    sum(s.units_count) over whole_order as units_of_all,
    coalesce(sum(r.units_count) over by_product, 0) as back_so_far,
    o.returned_units_count - coalesce(sum(r.units_count) over whole_order, 0) as back_of_all,
    coalesce(sum(r.cents) over by_product, 0) as refund_so_far,
    o.returned_revenue_cents - coalesce(sum(r.cents) over whole_order, 0) as refund_of_all
  from order_values as o
    left join sold_products as s on s.order_id = o.order_id
    left join returned_products as r on r.order_id = s.order_id and r.product_id = s.product_id
  where s.order_id is not null or o.gross_revenue_cents <> 0 or o.returned_revenue_cents <> 0
  window
    whole_order as (partition by o.order_id),
    by_product as (partition by o.order_id order by s.product_id)
),

-- The running sums are rounded, so that the parts add up to the whole. Where nothing was paid for
-- the goods, the first product has what is of the order.
shared_products as (
  select
    *,
    cast(round(coalesce(
      cast(order_gross_cents as decimal(18, 0)) * weight_so_far / weight_of_all, order_gross_cents
    )) as bigint) as gross_so_far,
    cast(round(cast(refund_so_far as decimal(20, 8)) + coalesce(
      cast(refund_of_all as decimal(20, 8)) * weight_so_far / weight_of_all, refund_of_all
    )) as bigint) as returned_so_far,
    round(back_so_far + coalesce(back_of_all * units_so_far / units_of_all, back_of_all), 3)
      as units_back_so_far
  from placed_products
)

select
  order_id,
  product_id,
  product_name,
  product_category,
  customer_id,
  ordered_on,
  is_purchase,
  lines_count,
  cast(units_count as decimal(15, 3)) as units_count,
  cast(
    units_back_so_far - coalesce(lag(units_back_so_far) over by_product, 0) as decimal(15, 3)
  ) as returned_units_count,
  gross_so_far - coalesce(lag(gross_so_far) over by_product, 0) as gross_revenue_cents,
  returned_so_far - coalesce(lag(returned_so_far) over by_product, 0) as returned_revenue_cents,
  gross_revenue_cents - returned_revenue_cents as net_revenue_cents,
  order_gross_cents as order_gross_revenue_cents,
  order_net_cents as order_net_revenue_cents,
  last_value(gross_so_far) over whole_order as products_gross_revenue_cents,
  last_value(gross_so_far - returned_so_far) over whole_order as products_net_revenue_cents
from shared_products
window
  by_product as (partition by order_id order by place),
  whole_order as (
    partition by order_id order by place
    rows between unbounded preceding and unbounded following
  )
