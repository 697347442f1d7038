select
  event_id,
  subscription_id,
  kind,
  happened_at,
  monthly_price,
  -- Who is cancelled for not paying did not ask for it.
  case
    when kind = 'cancelled' and reason = 'asked for' then 'voluntary'
    when kind = 'cancelled' and reason = 'not paid' then 'involuntary'
  end as churn_kind,
  reason,
  row_ref
from subscription_events
