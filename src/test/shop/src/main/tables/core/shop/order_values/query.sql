with order_sales as (
  select
    order_id,
    count(*) as sale_lines_count,
    sum(cast(amount * 100 as bigint)) as sold_cents
  from order_lines
  where kind = 'sale'
  group by order_id
),

order_refunds as (
  select
    order_id,
    sum(cast(amount * 100 as bigint)) as refunded_cents
  from returns
  where order_id is not null
  group by order_id
)

select
  o.order_id,
  coalesce(i.surviving_customer_id, o.customer_id) as customer_id,
  cast(o.ordered_at as date) as ordered_on,
  coalesce(s.sale_lines_count, 0) as sale_lines_count,
  coalesce(s.sold_cents, 0) - coalesce(r.refunded_cents, 0) as net_revenue_cents
from orders as o
  left join order_sales as s on s.order_id = o.order_id
  left join order_refunds as r on r.order_id = o.order_id
  left join customer_identities as i on i.customer_id = o.customer_id
