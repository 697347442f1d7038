select
  channel,
  count(*) as entries_count
from orders
where channel like 'field%' and customer_id is not null
group by channel
