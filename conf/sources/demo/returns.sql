select
  return_id,
  order_id,
  order_line_id,
  customer_no as customer_id,
  product_id,
  returned_at,
  quantity,
  amount,
  currency,
  reason,
  row_ref
from returns
