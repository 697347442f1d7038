select
  lifetimes.*,
  cohorts.* exclude (customer_id),
  getvariable('as_of') < last_ordered_on + getvariable('churn_after_days') as is_active,
  getvariable('as_of') - first_ordered_on as tenure_days,
  getvariable('as_of') - last_ordered_on as recency_days,
  last_ordered_on - first_ordered_on as active_span_days,
  amount_of(gross_revenue_cents) as gross_revenue_amount,
  amount_of(net_revenue_cents) as net_revenue_amount,
  amount_of(costed_revenue_cents) as costed_revenue_amount,
  amount_of(margin_cents) as margin_amount,
  amount_of(refunded_cents) as refunded_amount,
  amount_each(net_revenue_cents, orders_count) as average_order_amount,
  amount_of(first_day_revenue_cents) as first_day_revenue_amount
from customer_lifetime as lifetimes
  join customer_origins as cohorts on cohorts.customer_id = lifetimes.customer_id
where first_ordered_on is not null
