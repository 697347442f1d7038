select
  lifetimes.customer_id,
  month_of(lifetimes.first_ordered_on) as cohort_month_on,
  coalesce(customers.country, 'unknown') as country,
  coalesce(customers.segment, 'unknown') as segment,
  coalesce(customers.acquisition_channel, 'unknown') as acquisition_channel
from customer_lifetime as lifetimes
  left join customers on customers.customer_id = lifetimes.customer_id
where lifetimes.first_ordered_on is not null
