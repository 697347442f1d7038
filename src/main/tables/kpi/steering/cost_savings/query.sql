with bookings as (
  select kinds.cost_kind, k.kind, k.incurred_on, k.cost_cents
  from cost_values as k
    lateral view explode(array(k.kind, 'all')) kinds as cost_kind
  where k.kind in ('marketing', 'operations')
),

-- Whole months next to the day on which the CRM went live, as many on both sides, and no more than
-- each of the kinds was booked for before it.
spans as (
  select
    cost_kind, count(*) as kinds_count, min(last_month_on) as last_month_on, cast(:crm_live_on as date) as crm_live_on,
    trunc(cast(:crm_live_on as date), 'month') as before_until_on,
    trunc(date_add(add_months(cast(:crm_live_on as date), 1), -1), 'month') as after_from_on,
    least(
      :cost_review_months,
      cast(months_between(before_until_on, max(first_month_on)) as int),
      cast(months_between(trunc(date_add(:as_of, 1), 'month'), after_from_on) as int)
    ) as span_months
  from (
      select
        cost_kind, kind,
        trunc(min(incurred_on), 'month') as first_month_on,
        trunc(max(incurred_on), 'month') as last_month_on
      from bookings
      group by cost_kind, kind
    )
  group by cost_kind
  having cost_kind <> 'all' or count(*) = 2
),

sides as (
  select
    s.cost_kind, s.kinds_count, s.crm_live_on, s.span_months, sides.side, sides.from_on,
    add_months(sides.from_on, s.span_months) as until_on,
    sides.side = 'before' or s.last_month_on >= add_months(sides.from_on, s.span_months - 1)
      as is_booked_up
  from spans as s
    lateral view stack(
      2, 'before', add_months(before_until_on, -span_months), 'after', after_from_on
    ) sides as side, from_on
  where s.span_months > 0
),

side_sales as (
  select
    s.cost_kind, s.side,
    count(o.order_id) as orders_count, count(distinct o.customer_id) as customers
  from sides as s
    left join order_values as o
      on o.is_purchase and o.ordered_on >= s.from_on and o.ordered_on < s.until_on
  group by s.cost_kind, s.side
),

-- Where one of the kinds is not booked, or not yet up to the last month, what it cost is not known.
side_costs as (
  select
    s.cost_kind, s.side, s.crm_live_on, s.span_months, s.from_on, s.until_on,
    if(s.is_booked_up and count(distinct k.kind) = s.kinds_count, sum(k.cost_cents), null) as cost_cents
  from sides as s
    left join bookings as k
      on k.cost_kind = s.cost_kind and k.incurred_on >= s.from_on and k.incurred_on < s.until_on
  group by
    s.cost_kind, s.kinds_count, s.crm_live_on, s.span_months, s.side, s.from_on, s.until_on,
    s.is_booked_up
),

side_figures as (
  select
    cost_kind, side, crm_live_on, span_months, from_on, until_on, orders_count, customers,
    cast(cost_cents * 0.01 as decimal(18, 2)) as cost_amount,
    cost_amount / nullif(orders_count, 0) as cost_per_order,
    cost_amount / nullif(customers, 0) as cost_per_customer
  from side_costs
    join side_sales using (cost_kind, side)
)

select
  cost_kind,
  b.crm_live_on,
  b.span_months,
  b.span_months = :cost_review_months as is_complete,
  b.from_on as before_starts_on,
  date_sub(b.until_on, 1) as before_ends_on,
  a.from_on as after_starts_on,
  date_sub(a.until_on, 1) as after_ends_on,
  b.cost_amount as before_cost_amount,
  a.cost_amount as after_cost_amount,
  cast(b.cost_amount - a.cost_amount as decimal(18, 2)) as saved_amount,
  cast(saved_amount / if(b.cost_amount > 0, b.cost_amount, null) as double) as saved_rate,
  b.orders_count as before_orders_count,
  a.orders_count as after_orders_count,
  least(b.orders_count, a.orders_count) >= :minimum_sample as has_minimum_sample,
  cast(b.cost_per_order as decimal(18, 2)) as before_cost_per_order_amount,
  cast(a.cost_per_order as decimal(18, 2)) as after_cost_per_order_amount,
  1 - cast(a.cost_per_order as double) / if(b.cost_per_order > 0, b.cost_per_order, null)
    as saved_per_order_rate,
  b.customers as before_customers,
  a.customers as after_customers,
  cast(b.cost_per_customer as decimal(18, 2)) as before_cost_per_customer_amount,
  cast(a.cost_per_customer as decimal(18, 2)) as after_cost_per_customer_amount,
  1 - cast(a.cost_per_customer as double) / if(b.cost_per_customer > 0, b.cost_per_customer, null)
    as saved_per_customer_rate
from side_figures as b
  join side_figures as a using (cost_kind)
where b.side = 'before' and a.side = 'after'
