select
  order_id,
  customer_no as customer_id,
  opportunity_id,
  channel,
  ordered_at,
  currency,
  row_ref
from orders
