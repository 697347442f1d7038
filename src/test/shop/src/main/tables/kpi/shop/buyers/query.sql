select
  customer_id,
  count(*) as entries_count
from orders
where customer_id is not null
group by customer_id
