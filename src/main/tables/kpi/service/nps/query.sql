-- On whose side an answer is: a promoter from 9 on, a detractor up to 6.
with sided_answers as (
  select
    period_kind, period_start_on, country, segment, acquisition_channel, is_counted, revenue_cents,
    case when not is_counted then null when score >= 9 then 1 when score <= 6 then -1 else 0 end
      as side,
    -- Squares of cents are exact and soon longer than a bigint.
    cast(revenue_cents as decimal(19, 0)) * cast(revenue_cents as decimal(18, 0)) as square
  from survey_answers
  where kind = 'nps'
),

slice_sides as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    count_if(side = -1) as detractors_count,
    count_if(side = 0) as passives_count,
    count_if(side = 1) as promoters_count,
    coalesce(sum(revenue_cents) filter (where is_counted), 0) as revenue_cents,
    coalesce(sum(revenue_cents * side), 0) as sided_cents,
    sum(square) filter (where side = -1) as detractors_squares,
    sum(square) filter (where side = 0) as passives_squares,
    sum(square) filter (where side = 1) as promoters_squares
  from sided_answers
  lateral view stack(
    4,
    'all', 'all',
    'country', country,
    'segment', segment,
    'acquisition_channel', acquisition_channel
  ) slices as dimension, dimension_value
  group by period_kind, period_start_on, dimension, dimension_value
),

period_counts as (
  select
    p.period_kind, p.period_start_on, p.is_complete, p.dimension, p.dimension_value,
    p.asked_count, p.answered_count, p.respondents_count,
    coalesce(e.detractors_count, 0) as detractors_count,
    coalesce(e.passives_count, 0) as passives_count,
    coalesce(e.promoters_count, 0) as promoters_count,
    promoters_count / nullif(respondents_count, 0) as promoters,
    detractors_count / nullif(respondents_count, 0) as detractors,
    coalesce(e.revenue_cents, 0) as revenue_cents,
    e.sided_cents / nullif(e.revenue_cents, 0) as weighted,
    coalesce(e.detractors_squares, 0) * power(1 + weighted, 2)
      + coalesce(e.passives_squares, 0) * power(weighted, 2)
      + coalesce(e.promoters_squares, 0) * power(1 - weighted, 2) as weighted_squares
  from survey_periods as p
    left join slice_sides as e
      on e.period_kind = p.period_kind
      and e.period_start_on = p.period_start_on
      and e.dimension = p.dimension
      and e.dimension_value = p.dimension_value
  where p.kind = 'nps'
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
  detractors_count,
  passives_count,
  promoters_count,
  100 * (promoters_count - detractors_count) / nullif(respondents_count, 0) as score,
  100 * sqrt(
    greatest(promoters + detractors - power(promoters - detractors, 2), 0)
      / nullif(respondents_count, 0)
  ) as score_standard_error,
  normal_interval_low(score, score_standard_error, -100) as score_low,
  normal_interval_high(score, score_standard_error, 100) as score_high,
  respondents_count >= :minimum_sample as has_minimum_sample,
  cast(revenue_cents * 0.01 as decimal(18, 2)) as respondents_revenue_amount,
  100 * weighted as weighted_score,
  100 * sqrt(weighted_squares) / nullif(revenue_cents, 0) as weighted_score_standard_error,
  normal_interval_low(weighted_score, weighted_score_standard_error, -100) as weighted_score_low,
  normal_interval_high(weighted_score, weighted_score_standard_error, 100) as weighted_score_high
from period_counts
