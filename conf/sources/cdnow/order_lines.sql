-- The last three cells are date, units and dollars: the sample has a number of its own before them.
with purchase_lines as (
  select regexp_replace(trim(line), ' +', ' ') as cells, row_ref from purchases
)
select
  row_ref.row as order_line_id,
  row_ref.row as order_id,
  'sale' as kind,
  split_part(cells, ' ', -2) as quantity,
  split_part(cells, ' ', -1) as amount,
  regexp_replace(split_part(cells, ' ', -3), '^(....)(..)(..)$', '$1-$2-$3') as ordered_at,
  row_ref
from purchase_lines
