select
  *,
  answered_count / nullif(asked_count, 0) as response_rate,
  wilson_low(answered_count, asked_count) as response_rate_low,
  wilson_high(answered_count, asked_count) as response_rate_high,
  asked_count >= getvariable('minimum_sample') as has_minimum_asked_sample,
  high_scores_count as satisfied_count,
  satisfied_count / nullif(respondents_count, 0) as satisfied_share,
  wilson_low(satisfied_count, respondents_count) as satisfied_share_low,
  wilson_high(satisfied_count, respondents_count) as satisfied_share_high,
  normal_low(mean_score, mean_score_error, 1) as mean_score_low,
  normal_high(mean_score, mean_score_error, mean_scale) as mean_score_high,
  respondents_count >= getvariable('minimum_sample') as has_minimum_sample
from survey_periods
where kind = 'csat'
