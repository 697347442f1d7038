with purchases as (
  select
    trunc(ordered_on, 'month') as period_start_on,
    net_revenue_cents
  from order_values
  where sale_lines_count > 0
)

select
  period_start_on,
  last_day(period_start_on) <= :as_of as is_complete,
  count(*) as orders_count,
  sum(net_revenue_cents) as net_revenue_cents
from purchases
group by period_start_on
