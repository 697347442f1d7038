-- An open deal has some days for the first activity in its stage, and then some for the next.
with watched_stays as (
  select
    *, outcome = 'still_in' as is_open,
    greatest(datediff(coalesce(left_on, :as_of), entered_on), 0) as stay_days,
    last_active_on >= date_sub(:as_of, :stage_follow_up_days) as is_followed_up,
    is_open and (last_active_on is not null or stay_days >= :stage_follow_up_days) as is_due
  from stage_stays
  -- How long a deal stayed that was decided nobody knows when, nobody knows.
  where left_on is not null or outcome in ('still_in', 'skipped')
),

stays_by_days as (
  select
    pipeline, stage, stage_place, dimension, dimension_value, stay_days,
    count_if(outcome in ('moved_on', 'won')) as moved_on_count,
    count_if(outcome = 'moved_back') as moved_back_count,
    count_if(outcome = 'lost') as lost_count, count_if(outcome = 'skipped') as skipped_count,
    count_if(outcome in ('moved_on', 'moved_back', 'won', 'lost')) as left_count,
    count_if(is_open) as open_count, count_if(is_followed_up) as followed_up_count,
    count_if(is_due) as due_count, sum(amount_cents) filter (where is_open) as open_cents,
    count(amount_cents) filter (where is_open) as open_priced_count
  from watched_stays
  lateral view stack(
    7, 'all', 'all', 'country', country, 'segment', segment, 'owner', owner, 'team', team,
    'product_category', product_category, 'acquisition_channel', acquisition_channel
  ) slices as dimension, dimension_value
  group by all
),

-- Of deals of which none has an amount nobody knows what they are worth.
stage_counts as (
  select
    pipeline, stage, stage_place, dimension, dimension_value,
    sum(left_count + open_count) as entered_count,
    sum(moved_on_count) as moved_on_count, sum(moved_back_count) as moved_back_count,
    sum(lost_count) as lost_count, sum(left_count) as left_count,
    sum(open_count) as still_in_count, sum(skipped_count) as skipped_count,
    sum(followed_up_count) as followed_up_count, sum(due_count) as follow_up_due_count,
    if(sum(open_count) > 0, sum(open_cents), 0) as open_cents,
    sum(open_priced_count) as open_priced_count,
    collect_list(struct(stay_days, open_count)) as open_ages,
    percentile(stay_days, 0.5, left_count) as closed_only_median_days,
    competing_risk_curve(collect_list(struct(stay_days, left_count, 0L, open_count))) as curve
  from stays_by_days
  group by pipeline, stage, stage_place, dimension, dimension_value
),

-- What fewer than so many still are in says nothing of how long half of all or nine tenths stay.
stage_days as (
  select
    stage_counts.*,
    incidence_quantiles(curve, array(0.5D, 0.9D)) as days, days[0] as median,
    if(days[0].at_risk >= :minimum_at_risk, days[0].day, null) as median_days,
    if(days[1].at_risk >= :minimum_at_risk, days[1].day, null) as p90_days,
    array_max(filter(curve, point -> point.at_risk >= :minimum_at_risk).day) as watched_days,
    if(entered_count >= :minimum_sample, coalesce(median_days, watched_days), null) as known_days
  from stage_counts
),

-- A stage is slow when half stay for long, as far as could be watched, not when it is too young.
ranked_stages as (
  select
    stage_days.*,
    sum(still_in_count) over pipelines as all_open_count,
    cast(sum(open_cents) over pipelines as double) as all_open_cents,
    row_number() over (
      partition by pipeline, dimension, dimension_value
      order by known_days desc nulls last, median_days is null desc,
        moved_on_count / nullif(left_count, 0), stage
    ) as slowness
  from stage_days
  window pipelines as (partition by pipeline, dimension, dimension_value)
)

select
  pipeline, stage, stage_place, dimension, dimension_value,
  entered_count, moved_on_count, moved_back_count, lost_count, still_in_count, left_count,
  skipped_count, moved_on_count / nullif(left_count, 0) as conversion_rate,
  wilson_low(moved_on_count, left_count) as conversion_rate_low,
  wilson_high(moved_on_count, left_count) as conversion_rate_high,
  left_count >= :minimum_sample as has_minimum_sample, median_days,
  if(median.low_at_risk >= :minimum_at_risk, median.low_day, null) as median_days_low,
  if(median.high_at_risk >= :minimum_at_risk, median.high_day, null) as median_days_high,
  median.at_risk as median_at_risk_count, watched_days,
  p90_days, days[1].at_risk as p90_at_risk_count, closed_only_median_days,
  still_in_count / nullif(all_open_count, 0) as open_share, open_priced_count,
  cast(open_cents * 0.01 as decimal(18, 2)) as open_amount,
  cast(open_cents as double) / nullif(all_open_cents, 0) as open_amount_share,
  aggregate(
    filter(open_ages, age -> age.stay_days > p90_days), if(p90_days is null, null, 0L),
    (stalled, age) -> stalled + age.open_count
  ) as stalled_count, followed_up_count, follow_up_due_count,
  followed_up_count / nullif(follow_up_due_count, 0) as follow_up_rate,
  wilson_low(followed_up_count, follow_up_due_count) as follow_up_rate_low,
  wilson_high(followed_up_count, follow_up_due_count) as follow_up_rate_high,
  follow_up_due_count >= :minimum_sample as follow_up_has_minimum_sample,
  slowness = 1 and known_days is not null as is_bottleneck
from ranked_stages
