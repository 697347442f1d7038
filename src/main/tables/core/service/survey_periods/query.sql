-- On which scale, from 1, the mean of a kind is stated; nps has none.
with kinds as (
  select kind, cast(mean_scale as int) as mean_scale
  from values ('nps', null), ('csat', :csat_scale), ('ces', :ces_scale) as kinds (kind, mean_scale)
),

-- Scores of other scales are moved to that scale, ends to ends.
stated_answers as (
  select
    answers.kind, period_kind, period_start_on, country, segment, acquisition_channel,
    is_asked, is_answered, is_counted, scale, score,
    if(
      is_counted,
      cast(1 + (score - 1) * (mean_scale - 1) / (scale - 1) as decimal(18, 12)),
      null
    ) as stated_score
  from survey_answers as answers
    join kinds on kinds.kind = answers.kind
),

slice_periods as (
  select
    kind, period_kind, period_start_on, dimension, dimension_value,
    count_if(is_asked) as asked_count,
    count_if(is_asked and is_answered) as answered_count,
    count_if(is_counted) as respondents_count,
    -- The top two boxes; of a scale shorter than four the top one alone.
    count_if(is_counted and score > scale - if(scale < 4, 1, 2)) as high_scores_count,
    count_if(is_counted and 2 * score < scale + 1) as low_scores_count,
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
  group by kind, period_kind, period_start_on, dimension, dimension_value
),

slice_starts as (
  select kind, period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_periods
  group by kind, period_kind, dimension, dimension_value
)

-- A period in which nobody was asked or answered is a row of zeros, from the first of the slice on.
select
  s.kind,
  p.period_kind,
  p.period_start_on,
  s.dimension,
  s.dimension_value,
  p.is_complete,
  coalesce(e.asked_count, 0) as asked_count,
  coalesce(e.answered_count, 0) as answered_count,
  coalesce(e.respondents_count, 0) as respondents_count,
  coalesce(e.high_scores_count, 0) as high_scores_count,
  coalesce(e.low_scores_count, 0) as low_scores_count,
  kinds.mean_scale,
  cast(e.scores / nullif(e.respondents_count, 0) as double) as mean_score,
  -- The standard error of the mean; where all answer alike nothing is known of it.
  if(
    e.has_spread,
    sqrt(
      (cast(e.squares as double) - e.scores * mean_score)
        / (e.respondents_count - 1) / e.respondents_count
    ),
    null
  ) as mean_score_error
from slice_starts as s
  join kinds on kinds.kind = s.kind
  join periods as p
    on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join slice_periods as e
    on e.kind = s.kind
    and e.period_kind = p.period_kind
    and e.period_start_on = p.period_start_on
    and e.dimension = s.dimension
    and e.dimension_value = s.dimension_value
