select
  session_id,
  visitor_id,
  customer_no as customer_id,
  channel,
  started_at,
  seconds,
  purchased as has_purchased,
  form_sent as has_sent_form,
  row_ref
from sessions
