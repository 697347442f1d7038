select
  row_ref.row as order_line_id,
  row_ref.row as order_id,
  'sale' as kind,
  1 as quantity,
  Price as amount,
  Date as ordered_at,
  row_ref
from purchases
