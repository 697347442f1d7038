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
    count_if(is_asked) as asked_count,
    count_if(is_asked and is_answered) as answered_count,
    count_if(is_counted) as respondents_count,
    count_if(is_counted and score < (1 + scale) / 2) as low_effort_count,
    avg(
      1 + (score - 1) * (getvariable('ces_scale') - 1) / (scale - 1)
    ) filter (is_counted) as mean,
    stddev_samp(
      1 + (score - 1) * (getvariable('ces_scale') - 1) / (scale - 1)
    ) filter (is_counted) as deviation
  from survey_answers
  where kind = 'ces'
  group by
    period_kind,
    period_start_on,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

-- Every period of the slice, from its first one on.
grid as (
  select periods.period_kind, periods.period_start_on, is_complete, dimension, dimension_value
  from periods
    join (
      select period_kind, dimension, dimension_value, min(period_start_on) as first_on
      from sliced
      group by all
    ) as slices
      on slices.period_kind = periods.period_kind and period_start_on >= first_on
),

counts as (
  select
    grid.*,
    sliced.* exclude (period_kind, period_start_on, dimension, dimension_value)
  from grid
    left join sliced using (period_kind, period_start_on, dimension, dimension_value)
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
  coalesce(counts.low_effort_count, 0) as low_effort_count,
  counts.low_effort_count / nullif(counts.respondents_count, 0) as low_effort_share,
  wilson_low(counts.low_effort_count, counts.respondents_count) as low_effort_share_low,
  wilson_high(counts.low_effort_count, counts.respondents_count) as low_effort_share_high,
  getvariable('ces_scale') as mean_scale,
  mean as mean_effort,
  normal_low(mean, deviation / sqrt(counts.respondents_count), 1) as mean_effort_low,
  normal_high(mean, deviation / sqrt(counts.respondents_count), getvariable('ces_scale'))
    as mean_effort_high,
  coalesce(counts.respondents_count, 0) >= getvariable('minimum_sample') as has_minimum_sample
from counts
