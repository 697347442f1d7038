select
  opportunity_id,
  stage_sequence,
  stage,
  entered_at,
  left_at,
  row_ref
from opportunity_stages
