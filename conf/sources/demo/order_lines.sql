select
  order_line_id,
  order_id,
  product_id,
  kind,
  quantity,
  amount,
  ordered_at,
  row_ref
from order_lines
