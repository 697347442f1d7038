select
  account as account_id,
  account as name,
  subsidiary_of as parent_account_id,
  sector as industry,
  office_location as country,
  row_ref
from accounts
