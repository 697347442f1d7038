-- A period ends on the first day of the month that is no longer paid.
select
  subscription_id,
  customer_id,
  start_date as started_on,
  end_date as ended_on,
  monthly_amount as monthly_price,
  'USD' as currency,
  row_ref
from periods
