select
  customer_id,
  min(ordered_on) as first_ordered_on,
  count(*) as orders_count,
  sum(net_revenue_cents) as net_revenue_cents
from order_values
where customer_id is not null and sale_lines_count > 0
group by customer_id
