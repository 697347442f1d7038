-- The clock went on by a minute within 43 invoices: the first line says when the order was placed.
select
  InvoiceNo as order_id,
  max(substring_index(CustomerID, '.', 1)) as customer_id,
  min(InvoiceDate) as ordered_at,
  'GBP' as currency,
  min(row_ref) as row_ref
from lines
where InvoiceNo not like 'C%'
group by InvoiceNo
