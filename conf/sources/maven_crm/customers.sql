-- The vendor sells to companies: an account is a customer.
select
  account as customer_id,
  account as account_id,
  'company' as customer_kind,
  office_location as country,
  sector as segment,
  row_ref
from accounts
