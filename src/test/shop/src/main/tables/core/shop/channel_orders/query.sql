select
  coalesce(channel, 'unknown') as channel,
  count(*) as entries_count
from orders
group by all
