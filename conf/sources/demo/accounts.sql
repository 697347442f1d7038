select
  account_id,
  name,
  parent_id as parent_account_id,
  industry,
  country,
  created_at,
  row_ref
from accounts
