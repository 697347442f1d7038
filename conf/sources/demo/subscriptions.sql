-- The billing system keeps what was agreed; when a contract ended stands in its events.
select
  subscription_id,
  customer_no as customer_id,
  product_id,
  started_on,
  cast(null as date) as ended_on,
  term_months,
  ends_on as first_due_on,
  monthly_price,
  currency,
  auto_renew as auto_renews,
  row_ref
from subscriptions
