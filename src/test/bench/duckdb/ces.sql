select
  *,
  answered_count / nullif(asked_count, 0) as response_rate,
  wilson_low(answered_count, asked_count) as response_rate_low,
  wilson_high(answered_count, asked_count) as response_rate_high,
  asked_count >= getvariable('minimum_sample') as has_minimum_asked_sample,
  low_scores_count as low_effort_count,
  low_effort_count / nullif(respondents_count, 0) as low_effort_share,
  wilson_low(low_effort_count, respondents_count) as low_effort_share_low,
  wilson_high(low_effort_count, respondents_count) as low_effort_share_high,
  mean_score as mean_effort,
  normal_low(mean_score, mean_score_error, 1) as mean_effort_low,
  normal_high(mean_score, mean_score_error, mean_scale) as mean_effort_high,
  respondents_count >= getvariable('minimum_sample') as has_minimum_sample
from survey_periods
where kind = 'ces'
