select
  coalesce(c.country, 'unknown') as country,
  count(*) as entries_count
from orders as o
  left join customers as c on c.customer_id = o.customer_id
group by all
