with lifetimes as (
  select
    customer_id,
    min(first_ordered_on) as first_ordered_on,
    max(last_ordered_on) as last_ordered_on,
    sum(orders_count) as orders_count,
    sum(purchase_days_count) as purchase_days_count,
    cast(sum(units_count) as decimal(15, 3)) as units_count,
    sum(gross_revenue_cents) as gross_revenue_cents,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(costed_revenue_cents) as costed_revenue_cents,
    sum(margin_cents) as margin_cents,
    sum(refunded_cents) as refunded_cents
  from customer_months
  group by customer_id
),

-- An order that came back is no purchase, whatever of its price was kept.
purchases as (
  select
    l.customer_id,
    min_by(o.order_id, struct(o.ordered_on, o.ordered_at, o.order_id)) as first_order_id,
    sum(o.net_revenue_cents) filter (where o.ordered_on = l.first_ordered_on)
      as first_day_revenue_cents,
    sum(o.net_revenue_cents) filter (where o.ordered_on > l.first_ordered_on)
      as later_revenue_cents
  from lifetimes as l
    join order_values as o on o.customer_id = l.customer_id
  where o.is_purchase
  group by l.customer_id
),

refunds_without_order as (
  select customer_id, sum(refunded_cents) as refunded_cents
  from return_values
  where order_id is null
  group by customer_id
)

select
  l.customer_id,
  l.first_ordered_on,
  l.last_ordered_on,
  p.first_order_id,
  coalesce(p.first_day_revenue_cents, 0) as first_day_revenue_cents,
  if(
    l.first_ordered_on is null,
    0,
    coalesce(p.later_revenue_cents, 0) - coalesce(r.refunded_cents, 0)
  ) as repeat_revenue_cents,
  l.orders_count,
  l.purchase_days_count,
  greatest(l.purchase_days_count - 1, 0) as repeat_purchase_days_count,
  l.units_count,
  l.gross_revenue_cents,
  l.net_revenue_cents,
  l.costed_revenue_cents,
  l.margin_cents,
  l.refunded_cents
from lifetimes as l
  left join purchases as p on p.customer_id = l.customer_id
  left join refunds_without_order as r on r.customer_id = l.customer_id
