-- Identical lines are purchases of their own: the line number is the id.
-- The last three cells are date, units and dollars: the sample has a number of its own before them.
with purchase_lines as (
  select regexp_replace(trim(line), ' +', ' ') as cells, row_ref from purchases
)
select
  row_ref.row as order_id,
  split_part(cells, ' ', 1) as customer_id,
  regexp_replace(split_part(cells, ' ', -3), '^(....)(..)(..)$', '$1-$2-$3') as ordered_at,
  'USD' as currency,
  row_ref
from purchase_lines
