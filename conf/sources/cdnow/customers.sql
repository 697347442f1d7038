select
  split_part(trim(line), ' ', 1) as customer_id,
  'person' as customer_kind,
  min(row_ref) as row_ref
from purchases
group by split_part(trim(line), ' ', 1)
