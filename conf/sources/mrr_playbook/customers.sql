select customer_id, min(row_ref) as row_ref
from periods
group by customer_id
