-- Identical lines are purchases of their own: the line number is the id.
select
  row_ref.row as order_id,
  split_part(trim(line), ' ', 1) as customer_id,
  regexp_replace(split_part(trim(line), ' ', 3), '^(....)(..)(..)$', '$1-$2-$3') as ordered_at,
  'USD' as currency,
  row_ref
from purchases
