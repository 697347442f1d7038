-- The country is the last cell but two: telephone and fax come after it.
select
  split_part(line, ',', 1) as customer_id,
  'company' as customer_kind,
  split_part(line, ',', -3) as country,
  row_ref
from customer_rows
where line not like 'customerID,%'
