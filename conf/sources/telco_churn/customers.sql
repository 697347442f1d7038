select
  customerID as customer_id,
  'person' as customer_kind,
  row_ref
from subscribers
