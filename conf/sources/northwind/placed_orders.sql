-- What is needed comes before the address, whose commas are those of the file too.
select
  split_part(line, ',', 1) as order_id,
  split_part(line, ',', 2) as customer_id,
  substring(split_part(line, ',', 4), 1, 10) as ordered_on,
  split_part(line, ',', 8) as freight,
  row_ref
from order_rows
where line not like 'orderID,%'
