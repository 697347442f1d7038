-- Each product has the rounded running sum up to it less the one before it; sums by self-joins.
with sold as (
  select
    order_id,
    product_id,
    coalesce(product_id, '') as place,
    max(product_name) as product_name,
    max(product_category) as product_category,
    count(*) as lines_count,
    sum(units_count) as units_count,
    sum(cast(booked_amount * 100 as bigint)) as sales_cents
  from order_line_values
  where kind = 'sale'
  group by all
),

discounts as (
  select order_id, product_id, sum(cast(booked_amount * 100 as bigint)) as discount_cents
  from order_line_values
  where kind = 'discount' and product_id is not null
  group by all
),

back as (
  select
    order_id,
    product_id,
    sum(units_count) as units_back,
    sum(cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate) as refund
  from return_values
  where not is_gift and product_id is not null and order_id is not null
  group by all
),

weighted as (
  select
    sold.*,
    greatest(0, sales_cents + coalesce(discount_cents, 0)) as weight,
    coalesce(units_back, 0) as units_back,
    coalesce(refund, 0) as refund
  from sold
    left join discounts using (order_id, product_id)
    left join back using (order_id, product_id)
),

running as (
  select
    mine.order_id,
    mine.place,
    sum(their.weight) filter (where their.place <= mine.place) as weight_so_far,
    nullif(sum(their.weight), 0) as weight_of_all,
    sum(their.units_count) filter (where their.place <= mine.place) as units_so_far,
    sum(their.units_count) as units_of_all,
    sum(their.refund) filter (where their.place <= mine.place) as refund_so_far,
    sum(their.refund) as refund_of_products,
    sum(their.units_back) filter (where their.place <= mine.place) as back_so_far,
    sum(their.units_back) as back_of_products
  from weighted as mine
    join weighted as their on their.order_id = mine.order_id
  group by mine.order_id, mine.place
),

placed as (
  select
    orders.order_id,
    place,
    cast(
      round(
        coalesce(gross_revenue_cents * weight_so_far / weight_of_all, gross_revenue_cents)
      ) as bigint
    ) as gross_so_far,
    cast(
      round(
        coalesce(refund_so_far, 0)
          + cast(returned_revenue_cents - coalesce(refund_of_products, 0) as double)
            * coalesce(weight_so_far / weight_of_all, 1)
      ) as bigint
    ) as returned_so_far,
    round(
      coalesce(back_so_far, 0)
        + cast(returned_units_count - coalesce(back_of_products, 0) as double)
          * coalesce(units_so_far / units_of_all, 1),
      3
    ) as back_so_far
  from order_values as orders
    left join running using (order_id)
)

select
  placed.order_id,
  coalesce(sold.product_id, 'unknown') as product_id,
  sold.product_name,
  sold.product_category,
  orders.customer_id,
  orders.ordered_on,
  orders.is_purchase,
  coalesce(sold.lines_count, 0) as lines_count,
  coalesce(sold.units_count, 0) as units_count,
  placed.back_so_far - coalesce(lag(placed.back_so_far) over earlier, 0) as returned_units_count,
  placed.gross_so_far - coalesce(lag(placed.gross_so_far) over earlier, 0) as gross_revenue_cents,
  placed.returned_so_far - coalesce(lag(placed.returned_so_far) over earlier, 0)
    as returned_revenue_cents,
  placed.gross_so_far - placed.returned_so_far
    - coalesce(lag(placed.gross_so_far - placed.returned_so_far) over earlier, 0)
    as net_revenue_cents,
  orders.gross_revenue_cents as order_gross_revenue_cents,
  orders.net_revenue_cents as order_net_revenue_cents,
  orders.gross_revenue_cents as products_gross_revenue_cents,
  orders.net_revenue_cents as products_net_revenue_cents
from placed
  join order_values as orders using (order_id)
  left join sold on sold.order_id = placed.order_id and sold.place = placed.place
where sold.order_id is not null
  or orders.gross_revenue_cents <> 0
  or orders.returned_revenue_cents <> 0
window earlier as (partition by placed.order_id order by placed.place)
