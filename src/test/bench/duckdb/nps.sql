with sliced as (
  select
    period_kind,
    period_start_on,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    count_if(is_counted and score <= 6) as detractors_count,
    count_if(is_counted and score in (7, 8)) as passives_count,
    count_if(is_counted and score >= 9) as promoters_count,
    coalesce(sum(revenue_cents) filter (is_counted), 0) as cents,
    -- The weights and sides of all who count; the error is summed over them one by one.
    list({
      'weight': cast(revenue_cents as double),
      'side': if(score >= 9, 1, 0) - if(score <= 6, 1, 0)
    }) filter (is_counted) as answers,
    list_avg(list_transform(answers, lambda a: a.side)) as mean_side,
    list_sum(list_transform(answers, lambda a: a.weight * a.side)) / nullif(cents, 0) as weighted
  from survey_answers
  where kind = 'nps'
  group by
    period_kind,
    period_start_on,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

counts as (
  select survey_periods.*, sliced.* exclude (period_kind, period_start_on, dimension, dimension_value)
  from survey_periods
    left join sliced using (period_kind, period_start_on, dimension, dimension_value)
  where kind = 'nps'
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  coalesce(counts.asked_count, 0) as asked_count,
  coalesce(counts.answered_count, 0) as answered_count,
  counts.answered_count / nullif(counts.asked_count, 0) as response_rate,
  wilson_low(counts.answered_count, counts.asked_count) as response_rate_low,
  wilson_high(counts.answered_count, counts.asked_count) as response_rate_high,
  coalesce(counts.asked_count, 0) >= getvariable('minimum_sample') as has_minimum_asked_sample,
  coalesce(counts.respondents_count, 0) as respondents_count,
  coalesce(counts.detractors_count, 0) as detractors_count,
  coalesce(counts.passives_count, 0) as passives_count,
  coalesce(counts.promoters_count, 0) as promoters_count,
  100 * mean_side as score,
  -- The standard deviation of the sides over the root of their number.
  100 * sqrt(list_avg(list_transform(answers, lambda a: (a.side - mean_side) ^ 2)))
    / sqrt(nullif(counts.respondents_count, 0)) as score_standard_error,
  normal_low(score, score_standard_error, -100) as score_low,
  normal_high(score, score_standard_error, 100) as score_high,
  amount_of(coalesce(cents, 0)) as respondents_revenue_amount,
  100 * weighted as weighted_score,
  100 * sqrt(list_sum(list_transform(answers, lambda a: (a.weight * (a.side - weighted)) ^ 2)))
    / nullif(cents, 0) as weighted_score_standard_error,
  normal_low(weighted_score, weighted_score_standard_error, -100) as weighted_score_low,
  normal_high(weighted_score, weighted_score_standard_error, 100) as weighted_score_high,
  coalesce(counts.respondents_count, 0) >= getvariable('minimum_sample') as has_minimum_sample
from counts
