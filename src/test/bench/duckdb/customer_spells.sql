with purchase_days as (
  select distinct customer_id, ordered_on
  from order_values
  where is_purchase and customer_id is not null
),

-- A purchase opens a spell when the one before is too long ago, or there is none.
opening_days as (
  select
    customer_id,
    ordered_on,
    coalesce(
      ordered_on > lag(ordered_on) over days + getvariable('churn_after_days'), true
    ) as opens
  from purchase_days
  window days as (partition by customer_id order by ordered_on)
),

numbered_days as (
  select
    customer_id,
    ordered_on,
    count_if(opens) over (partition by customer_id order by ordered_on) as spell_number,
    min(ordered_on) over (partition by customer_id) as first_ordered_on
  from opening_days
)

select
  customer_id,
  min(ordered_on) as started_on,
  max(ordered_on) as last_ordered_on,
  max(ordered_on) + getvariable('churn_after_days') as lost_on,
  any_value(first_ordered_on) as first_ordered_on
from numbered_days
group by customer_id, spell_number
