select
  *,
  split_part(measure, '_', 1) as resolution,
  done_count as resolved_count,
  one_touch_count / nullif(done_count, 0) as one_touch_share,
  wilson_low(one_touch_count, done_count) as one_touch_share_low,
  wilson_high(one_touch_count, done_count) as one_touch_share_high,
  done_count >= getvariable('minimum_sample') as has_minimum_resolved_sample
from case_duration_periods
where measure <> 'first_response'
