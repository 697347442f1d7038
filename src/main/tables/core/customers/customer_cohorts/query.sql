select
  l.customer_id,
  trunc(l.first_ordered_on, 'month') as cohort_month_on,
  coalesce(c.country, 'unknown') as country,
  coalesce(c.segment, 'unknown') as segment,
  coalesce(c.acquisition_channel, 'unknown') as acquisition_channel
from customer_lifetime as l
  left join customers as c on c.customer_id = l.customer_id
where l.first_ordered_on is not null
