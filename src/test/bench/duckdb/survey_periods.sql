with scales as (
  from (values
    ('nps', null), ('csat', getvariable('csat_scale')), ('ces', getvariable('ces_scale'))
  ) as scales (kind, mean_scale)
),

sliced as (
  select
    kind,
    mean_scale,
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
    count_if(is_counted and (
      score = scale or scale >= 4 and score = scale - 1
    )) as high_scores_count,
    count_if(is_counted and score < (1 + scale) / 2) as low_scores_count,
    avg(
      1 + (score - 1) * (mean_scale - 1) / (scale - 1)
    ) filter (is_counted) as mean,
    stddev_samp(
      1 + (score - 1) * (mean_scale - 1) / (scale - 1)
    ) filter (is_counted) as deviation
  from survey_answers
    join scales using (kind)
  group by
    kind,
    mean_scale,
    period_kind,
    period_start_on,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

-- Every period of the slice, from its first one on.
grid as (
  select
    kind, mean_scale, periods.period_kind, periods.period_start_on, is_complete, dimension,
    dimension_value
  from periods
    join (
      select kind, mean_scale, period_kind, dimension, dimension_value,
        min(period_start_on) as first_on
      from sliced
      group by all
    ) as slices
      on slices.period_kind = periods.period_kind and period_start_on >= first_on
),

counts as (
  select
    grid.*,
    sliced.* exclude (kind, mean_scale, period_kind, period_start_on, dimension, dimension_value)
  from grid
    left join sliced using (kind, period_kind, period_start_on, dimension, dimension_value)
)

select
  kind,
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  coalesce(asked_count, 0) as asked_count,
  coalesce(answered_count, 0) as answered_count,
  coalesce(respondents_count, 0) as respondents_count,
  coalesce(high_scores_count, 0) as high_scores_count,
  coalesce(low_scores_count, 0) as low_scores_count,
  mean_scale,
  mean as mean_score,
  -- Where all answer alike nothing is known of the error.
  nullif(deviation, 0) / sqrt(respondents_count) as mean_score_error
from counts
