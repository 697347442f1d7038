select
  order_id,
  customer_id,
  ordered_on as ordered_at,
  'USD' as currency,
  row_ref
from placed_orders
