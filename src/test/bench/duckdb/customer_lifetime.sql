with lifetimes as (
  select
    customer_id,
    min(first_ordered_on) as first_ordered_on,
    max(last_ordered_on) as last_ordered_on,
    sum(orders_count) as orders_count,
    sum(purchase_days_count) as purchase_days_count,
    sum(units_count) as units_count,
    sum(gross_revenue_cents) as gross_revenue_cents,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(costed_revenue_cents) as costed_revenue_cents,
    sum(margin_cents) as margin_cents,
    sum(refunded_cents) as refunded_cents
  from customer_months
  group by customer_id
),

first_days as (
  select
    lifetimes.customer_id,
    first(order_id order by ordered_at, order_id) as first_order_id,
    sum(order_values.net_revenue_cents) as first_day_revenue_cents
  from lifetimes
    join order_values
      on order_values.customer_id = lifetimes.customer_id
      and order_values.ordered_on = lifetimes.first_ordered_on
  where order_values.is_purchase
  group by lifetimes.customer_id
),

purchases as (
  select
    customer_id,
    net_revenue_cents,
    dense_rank() over (partition by customer_id order by ordered_on) as purchase_day
  from order_values
  where is_purchase and customer_id is not null
),

-- What the purchases of the second and every later purchase day brought, and what such a customer
-- was paid back without an order.
repeat_cash as (
  select customer_id, net_revenue_cents as cents from purchases where purchase_day > 1
  union all
  select customer_id, -refunded_cents
  from return_values
  where order_id is null and customer_id in (select customer_id from purchases)
),

repeats as (
  select customer_id, sum(cents) as repeat_revenue_cents
  from repeat_cash
  group by customer_id
)

select
  lifetimes.*,
  first_days.first_order_id,
  coalesce(first_days.first_day_revenue_cents, 0) as first_day_revenue_cents,
  coalesce(repeats.repeat_revenue_cents, 0) as repeat_revenue_cents,
  greatest(lifetimes.purchase_days_count - 1, 0) as repeat_purchase_days_count
from lifetimes
  left join first_days on first_days.customer_id = lifetimes.customer_id
  left join repeats on repeats.customer_id = lifetimes.customer_id
