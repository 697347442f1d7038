-- Descriptions change and turn into remarks about stock: the newest on a priced line counts.
select
  StockCode as product_id,
  coalesce(
    max_by(Description, struct(InvoiceDate, row_ref))
      filter (where Description is not null and try_cast(UnitPrice as double) > 0),
    StockCode
  ) as name,
  min(row_ref) as row_ref
from lines
group by StockCode
