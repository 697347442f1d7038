with sliced_stays as (
  unpivot (
    select
      pipeline, stage, stage_place, outcome, amount_cents, entered_on, left_on, last_active_on,
      'all' as "all",
      country,
      segment,
      owner,
      team,
      product_category,
      acquisition_channel
    from stage_stays
    where outcome in ('still_in', 'skipped') or left_on is not null
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel
  into name dimension value dimension_value
),

counts as (
  select
    pipeline, stage, stage_place, dimension, dimension_value,
    count_if(outcome <> 'skipped') as entered_count,
    count_if(outcome in ('moved_on', 'won')) as moved_on_count,
    count_if(outcome = 'moved_back') as moved_back_count,
    count_if(outcome = 'lost') as lost_count,
    count_if(outcome = 'still_in') as still_in_count,
    count_if(outcome = 'skipped') as skipped_count,
    count_if(outcome not in ('skipped', 'still_in')) as left_count,
    count(amount_cents) filter (outcome = 'still_in') as open_priced_count,
    -- Nobody knows what deals are worth of which none says so; none are worth nothing.
    if(
      still_in_count = 0, 0, sum(amount_cents) filter (outcome = 'still_in')
    ) as open_cents,
    count(*) filter (last_active_on + getvariable('stage_follow_up_days') >= getvariable('as_of'))
      as followed_up_count,
    count_if(
      outcome = 'still_in'
      and (
        last_active_on is not null
        or entered_on + getvariable('stage_follow_up_days') <= getvariable('as_of')
      )
    ) as follow_up_due_count,
    median(greatest(left_on - entered_on, 0)) filter (outcome not in ('skipped', 'still_in'))
      as closed_only_median_days,
    list(greatest(getvariable('as_of') - entered_on, 0)) filter (outcome = 'still_in') as open_days
  from sliced_stays
  group by all
),

days as (
  select
    *,
    sum(ended) over (
      partition by pipeline, stage, dimension, dimension_value order by day desc
    ) as at_risk
  from (
    select
      pipeline, stage, dimension, dimension_value,
      greatest(coalesce(left_on, getvariable('as_of')) - entered_on, 0) as day,
      count_if(outcome <> 'still_in') as gone,
      count(*) as ended
    from sliced_stays
    where outcome <> 'skipped'
    group by all
  ) as ended_stays
),

-- Kaplan and Meier's estimate with Greenwood's variance: there is one way to end, to leave.
curves as (
  select
    *,
    1 - product(1 - gone / at_risk) over so_far as incidence,
    (1 - incidence) * sqrt(
      sum(if(at_risk > gone, gone / (at_risk * (at_risk - gone)), 0)) over so_far
    ) as error
  from days
  window so_far as (partition by pipeline, stage, dimension, dimension_value order by day)
),

bounded as (
  select
    *,
    if(incidence > 0 and incidence < 1, incidence, 0.5) as inside,
    exp(1.959963984540054 * error / (inside * -ln(inside))) as shift,
    if(incidence > 0 and incidence < 1, incidence ^ shift, incidence) as low,
    if(incidence > 0 and incidence < 1, incidence ^ (1 / shift), incidence) as high
  from curves
),

quantiles as (
  select
    pipeline, stage, dimension, dimension_value,
    min(day) filter (incidence >= 0.5 - 1e-12) as median_day,
    arg_min(at_risk, day) filter (incidence >= 0.5 - 1e-12) as median_at_risk_count,
    min(day) filter (high >= 0.5 - 1e-12) as low_day,
    arg_min(at_risk, day) filter (high >= 0.5 - 1e-12) as low_at_risk,
    min(day) filter (low >= 0.5 - 1e-12) as high_day,
    arg_min(at_risk, day) filter (low >= 0.5 - 1e-12) as high_at_risk,
    min(day) filter (incidence >= 0.9 - 1e-12) as p90_day,
    arg_min(at_risk, day) filter (incidence >= 0.9 - 1e-12) as p90_at_risk_count,
    -- Up to this age enough stays could be watched.
    max(day) filter (at_risk >= getvariable('minimum_at_risk')) as watched_days
  from bounded
  group by all
),

stages as (
  select
    *,
    if(p90_at_risk_count >= getvariable('minimum_at_risk'), p90_day, null) as p90_days,
    moved_on_count / nullif(left_count, 0) as conversion_rate,
    if(median_at_risk_count >= getvariable('minimum_at_risk'), median_day, null) as median_days,
    entered_count >= getvariable('minimum_sample') and watched_days is not null as is_tellable,
    sum(still_in_count) over pipelines as all_open,
    sum(open_cents) over pipelines as all_open_cents
  from counts
    left join quantiles using (pipeline, stage, dimension, dimension_value)
  window pipelines as (partition by pipeline, dimension, dimension_value)
),

slowest as (
  select
    pipeline, dimension, dimension_value,
    first(
      stage
      -- Half stay for longer than they were watched, where the half that left was not seen.
      order by
        if(median_days is null, watched_days + 0.5, median_days) desc,
        coalesce(conversion_rate, -1),
        stage
    ) as stage,
    true as is_slowest
  from stages
  where is_tellable
  group by all
)

select
  stages.*,
  wilson_low(moved_on_count, left_count) as conversion_rate_low,
  wilson_high(moved_on_count, left_count) as conversion_rate_high,
  left_count >= getvariable('minimum_sample') as has_minimum_sample,
  if(low_at_risk >= getvariable('minimum_at_risk'), low_day, null) as median_days_low,
  if(high_at_risk >= getvariable('minimum_at_risk'), high_day, null) as median_days_high,
  still_in_count / nullif(all_open, 0) as open_share,
  amount_of(open_cents) as open_amount,
  open_cents / nullif(all_open_cents, 0) as open_amount_share,
  if(
    p90_days is null,
    null,
    len([day for day in coalesce(open_days, []) if day > p90_days])
  ) as stalled_count,
  followed_up_count / nullif(follow_up_due_count, 0) as follow_up_rate,
  wilson_low(followed_up_count, follow_up_due_count) as follow_up_rate_low,
  wilson_high(followed_up_count, follow_up_due_count) as follow_up_rate_high,
  follow_up_due_count >= getvariable('minimum_sample') as follow_up_has_minimum_sample,
  coalesce(is_slowest, false) as is_bottleneck
from stages
  left join slowest using (pipeline, dimension, dimension_value, stage)
