select
  user_id,
  month_start_on,
  amount,
  currency,
  row_ref
from quotas
