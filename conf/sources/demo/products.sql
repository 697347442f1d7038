select
  product_id,
  name,
  category,
  launched_on,
  list_price as list_price_amount,
  unit_cost as unit_cost_amount,
  currency,
  row_ref
from products
