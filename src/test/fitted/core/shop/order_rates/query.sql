with customer_orders as (
  select coalesce(channel, 'unknown') as channel, customer_id, count(*) as orders_count
  from orders
  -- Orders after the day of the fit belong to a later fit.
  where customer_id is not null and ordered_at < date_add(:as_of, 1)
  group by all
)
select channel, orders_count, count(*) as customers_count
from customer_orders
group by all
