-- Scores of other scales are moved to the one that the mean is stated on, ends to ends.
with stated_answers as (
  select
    *,
    if(
      is_counted,
      cast(1 + (score - 1) * (:ces_scale - 1) / (scale - 1) as decimal(18, 12)),
      null
    ) as stated_score
  from survey_answers
  where kind = 'ces'
),

slice_periods as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    count_if(is_asked) as asked_count,
    count_if(is_asked and is_answered) as answered_count,
    count_if(is_counted) as respondents_count,
    -- Easy is what lies below the middle of the scale.
    count_if(is_counted and 2 * score < scale + 1) as low_effort_count,
    sum(stated_score) as scores,
    sum(cast(stated_score * stated_score as decimal(30, 20))) as squares,
    min(stated_score) < max(stated_score) as has_spread
  from stated_answers
  lateral view stack(
    4,
    'all', 'all',
    'country', country,
    'segment', segment,
    'acquisition_channel', acquisition_channel
  ) slices as dimension, dimension_value
  group by period_kind, period_start_on, dimension, dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_periods
  group by period_kind, dimension, dimension_value
),

-- A period in which nobody was asked or answered is a row of zeros, from the first of the slice on.
period_counts as (
  select
    p.period_kind, p.period_start_on, p.is_complete, s.dimension, s.dimension_value,
    coalesce(e.asked_count, 0) as asked_count,
    coalesce(e.answered_count, 0) as answered_count,
    coalesce(e.respondents_count, 0) as respondents_count,
    coalesce(e.low_effort_count, 0) as low_effort_count,
    cast(e.scores / nullif(e.respondents_count, 0) as double) as mean,
    -- The standard error of the mean; where all answer alike nothing is known of it.
    if(
      e.has_spread,
      sqrt(
        (cast(e.squares as double) - e.scores * mean)
          / (e.respondents_count - 1) / e.respondents_count
      ),
      null
    ) as mean_error
  from slice_starts as s
    join periods as p
      on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join slice_periods as e
      on e.period_kind = p.period_kind
      and e.period_start_on = p.period_start_on
      and e.dimension = s.dimension
      and e.dimension_value = s.dimension_value
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
  :ces_scale as mean_scale,
  mean as mean_effort,
  normal_interval_low(mean, mean_error, 1) as mean_effort_low,
  normal_interval_high(mean, mean_error, :ces_scale) as mean_effort_high,
  respondents_count >= :minimum_sample as has_minimum_sample
from period_counts
