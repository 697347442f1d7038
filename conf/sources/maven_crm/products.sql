select
  product as product_id,
  product as name,
  series as category,
  sales_price as list_price_amount,
  'USD' as currency,
  row_ref
from products
