select
  survey_id as response_id,
  kind,
  customer_no as customer_id,
  case_id,
  scale,
  score,
  asked_at,
  answered_at,
  row_ref
from survey_responses
