-- Invoices that begin with C are returns; the others have sales, free goods and bookings such as bad debt.
select
  concat(InvoiceNo, '-', row_ref.row) as order_line_id,
  InvoiceNo as order_id,
  StockCode as product_id,
  case
    when try_cast(Quantity as bigint) > 0 and try_cast(UnitPrice as decimal(18, 4)) > 0 then 'sale'
    when try_cast(Quantity as bigint) > 0 and try_cast(UnitPrice as decimal(18, 4)) = 0 then 'free'
    else 'adjustment'
  end as kind,
  Quantity as quantity,
  -- A few prices are tenths of a cent: the line is rounded, not the price.
  cast(
    round(try_cast(Quantity as decimal(12, 0)) * try_cast(UnitPrice as decimal(18, 4)), 2)
    as decimal(18, 2)
  ) as amount,
  InvoiceDate as ordered_at,
  row_ref
from lines
where InvoiceNo not like 'C%'
