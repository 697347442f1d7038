-- A customer buys more than once on some days: the line number is the id.
select
  row_ref.row as order_id,
  Id as customer_id,
  Date as ordered_at,
  'USD' as currency,
  row_ref
from purchases
