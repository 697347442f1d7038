select
  g.productID as product_id,
  g.productName as name,
  c.categoryName as category,
  g.unitPrice as list_price_amount,
  'USD' as currency,
  g.row_ref
from goods as g
  left join categories as c on c.categoryID = g.categoryID
