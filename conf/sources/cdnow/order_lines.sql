select
  row_ref.row as order_line_id,
  row_ref.row as order_id,
  'sale' as kind,
  split(trim(line), ' +')[3] as quantity,
  split(trim(line), ' +')[4] as amount,
  regexp_replace(split_part(trim(line), ' ', 3), '^(....)(..)(..)$', '$1-$2-$3') as ordered_at,
  row_ref
from purchases
