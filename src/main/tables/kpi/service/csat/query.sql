-- Satisfied is who gave one of the two highest scores.
with scores as (
  select
    period_kind, period_start_on, dimension, dimension_value, is_complete,
    asked_count, answered_count, respondents_count, high_scores_count as satisfied_count,
    mean_scale, mean_score, mean_score_error
  from survey_periods
  where kind = 'csat'
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
  satisfied_count,
  satisfied_count / nullif(respondents_count, 0) as satisfied_share,
  wilson_low(satisfied_count, respondents_count) as satisfied_share_low,
  wilson_high(satisfied_count, respondents_count) as satisfied_share_high,
  mean_scale,
  mean_score,
  normal_interval_low(mean_score, mean_score_error, 1) as mean_score_low,
  normal_interval_high(mean_score, mean_score_error, mean_scale) as mean_score_high,
  respondents_count >= :minimum_sample as has_minimum_sample
from scores
