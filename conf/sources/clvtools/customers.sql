select Id as customer_id, 'person' as customer_kind, min(row_ref) as row_ref
from purchases
group by Id
