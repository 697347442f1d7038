with purchases as (
  select
    customer_id,
    ordered_on,
    lead(ordered_on) over customer_purchases as next_ordered_on,
    first_value(ordered_on) over customer_purchases as first_ordered_on
  from order_values
  where is_purchase and customer_id is not null
  window customer_purchases as (partition by customer_id order by ordered_on)
),

-- A spell ends with a purchase that is the last one or too long before the next.
last_purchases as (
  select
    customer_id,
    ordered_on,
    next_ordered_on,
    first_ordered_on
  from purchases
  where next_ordered_on is null or next_ordered_on > date_add(ordered_on, :churn_after_days)
)

select
  customer_id,
  lag(next_ordered_on, 1, first_ordered_on) over (
    partition by customer_id
    order by ordered_on
  ) as started_on,
  ordered_on as last_ordered_on,
  date_add(ordered_on, :churn_after_days) as lost_on,
  first_ordered_on
from last_purchases
