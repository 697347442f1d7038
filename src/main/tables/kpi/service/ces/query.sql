-- Easy is what lies below the middle of the scale.
with scores as (
  select
    period_kind, period_start_on, dimension, dimension_value, is_complete,
    asked_count, answered_count, respondents_count, low_scores_count as low_effort_count,
    mean_scale, mean_score, mean_score_error
  from survey_periods
  where kind = 'ces'
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  asked_count,
  answered_count,
  answered_count / nullif(asked_count, 0) as response_rate,
  wilson_low(answered_count, asked_count) as response_rate_low,
  wilson_high(answered_count, asked_count) as response_rate_high,
  asked_count >= :minimum_sample as has_minimum_asked_sample,
  respondents_count,
  low_effort_count,
  low_effort_count / nullif(respondents_count, 0) as low_effort_share,
  wilson_low(low_effort_count, respondents_count) as low_effort_share_low,
  wilson_high(low_effort_count, respondents_count) as low_effort_share_high,
  mean_scale,
  mean_score as mean_effort,
  normal_interval_low(mean_score, mean_score_error, 1) as mean_effort_low,
  normal_interval_high(mean_score, mean_score_error, mean_scale) as mean_effort_high,
  respondents_count >= :minimum_sample as has_minimum_sample
from scores
