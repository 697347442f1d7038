-- Nothing links a return to the order whose goods came back.
select
  concat(InvoiceNo, '-', row_ref.row) as return_id,
  substring_index(CustomerID, '.', 1) as customer_id,
  StockCode as product_id,
  InvoiceDate as returned_at,
  -try_cast(Quantity as bigint) as quantity,
  cast(
    -round(try_cast(Quantity as decimal(12, 0)) * try_cast(UnitPrice as decimal(18, 4)), 2)
    as decimal(18, 2)
  ) as amount,
  'GBP' as currency,
  row_ref
from lines
where InvoiceNo like 'C%'
