with today as (
  select
    epoch(cast(getvariable('as_of') + 1 as timestamp) at time zone getvariable('zone')) as now,
    (
      select sum(business_seconds) from business_days where day_on <= getvariable('as_of')
    ) as business_now
),

-- Each case by each measure and clock: the seconds it took, or took so far; a wait goes on.
watched as (
  select
    measure, clock, case_times.* exclude (opened_at), cast(opened_at as date) as opened_on,
    case measure
      when 'first_response' then if(on_business, answer_business_seconds, answer_seconds)
      when 'first_resolution'
        then if(on_business, first_resolution_business_seconds, first_resolution_seconds)
          - if(less_waits, if(on_business, first_waiting_business_seconds, first_waiting_seconds), 0)
      else if(on_business, resolution_business_seconds, resolution_seconds)
        - if(less_waits, if(on_business, waiting_business_seconds, waiting_seconds), 0)
    end as done_seconds,
    if(
      measure = 'first_response' and done_seconds is null,
      if(on_business, resolution_business_seconds, resolution_seconds),
      null
    ) as unanswered_seconds,
    if(
      on_business,
      business_now - opened_business_seconds,
      now - epoch(opened_at)
    ) - if(
      less_waits,
      if(
        on_business,
        waiting_business_seconds + coalesce(business_now - waits_since_business_seconds, 0),
        waiting_seconds + coalesce(now - epoch(waits_since_at), 0)
      ),
      0
    ) as open_seconds,
    cast(greatest(coalesce(done_seconds, unanswered_seconds, open_seconds), 0) as bigint)
      as watched_seconds,
    60 * case
      when measure = 'first_response' and on_business then getvariable('response_target_minutes')[
        list_position(getvariable('case_priorities'), priority)
      ]
      when measure = 'final_resolution' and on_business and less_waits
        then getvariable('resolution_target_minutes')[
          list_position(getvariable('case_priorities'), priority)
        ]
    end as target_seconds
  from case_times
    cross join today
    cross join (values
      ('first_response', 'clock', false, false),
      ('first_response', 'business', true, false),
      ('first_resolution', 'clock', false, false),
      ('first_resolution', 'business', true, false),
      ('first_resolution', 'without_waiting', false, true),
      ('first_resolution', 'business_without_waiting', true, true),
      ('final_resolution', 'clock', false, false),
      ('final_resolution', 'business', true, false),
      ('final_resolution', 'without_waiting', false, true),
      ('final_resolution', 'business_without_waiting', true, true)
    ) as measures (measure, clock, on_business, less_waits)
),

sliced as (
  select
    {
      'measure': measure, 'clock': clock, 'period_kind': period_kind,
      'period_start_on': period_start_on, 'priority': slice_priority, 'dimension': dimension,
      'dimension_value': dimension_value
    } as slice,
    done_seconds, unanswered_seconds, watched_seconds, open_seconds, target_seconds, is_one_touch,
    watched_seconds // 60 as age
  from (
    unpivot (
      select
        measure, clock, opened_on, done_seconds, unanswered_seconds, watched_seconds, open_seconds,
        target_seconds, is_one_touch, 'all' as "all", country, segment, acquisition_channel,
        owner, team, unnest(['all', priority]) as slice_priority
      from watched
    )
    on "all", country, segment, acquisition_channel, owner, team
    into name dimension value dimension_value
  )
    join periods
      on period_kind not in ('week', 'rolling_12_months')
      and opened_on >= period_start_on and opened_on < period_end_on
),

counts as (
  select
    slice,
    count(*) as cases_count,
    count(done_seconds) as done_count,
    count(unanswered_seconds) as unanswered_count,
    count_if(done_seconds is null and unanswered_seconds is null) as open_count,
    quantile_cont(done_seconds / 60, 0.5) as closed_only_median_minutes,
    quantile_cont(done_seconds / 60, 0.9) as closed_only_p90_minutes,
    count(*) filter (
      done_seconds <= target_seconds and open_seconds >= target_seconds
    ) as target_met_count,
    count(*) filter (watched_seconds > target_seconds) as target_missed_count,
    count_if(is_one_touch) as one_touch_count
  from sliced
  group by slice
),

ages as (
  select
    slice,
    age,
    count(done_seconds) as won,
    count(done_seconds) + count(unanswered_seconds) as closed,
    sum(count(*)) over (
      partition by slice order by age desc
      rows between unbounded preceding and current row
    ) as at_risk
  from sliced
  group by slice, age
),

-- Aalen and Johansen, with the delta-method variance (Marubini and Valsecchi 1995, chapter 10).
steps as (
  select
    *,
    coalesce(product(1 - closed / at_risk) over (
      partition by slice order by age rows between unbounded preceding and 1 preceding
    ), 1) as open_before
  from ages
),

curves as (
  select
    *,
    open_before * (1 - closed / at_risk) as still_open,
    max(age) over (partition by slice) as last_age,
    sum(open_before * won / at_risk) over (partition by slice order by age) as incidence
  from steps
),

variances as (
  select
    today.slice,
    today.age,
    sum(
      if(
        past.at_risk > past.closed,
        (today.incidence - past.incidence) ^ 2 * past.closed
          / (past.at_risk * (past.at_risk - past.closed)),
        0
      )
      + past.open_before ^ 2 * past.won * (past.at_risk - past.won) / past.at_risk ^ 3
      - 2 * (today.incidence - past.incidence) * past.open_before * past.won / past.at_risk ^ 2
    ) as variance
  from curves as today
    join curves as past on past.slice = today.slice and past.age <= today.age
  where past.closed > 0
  group by all
),

bounded as (
  select
    curves.*,
    exp(
      1.959963984540054 * sqrt(greatest(coalesce(variance, 0), 0)) / (inside * -ln(inside))
    ) as shift,
    if(incidence > 0 and incidence < 1, incidence ^ shift, incidence) as low,
    if(incidence > 0 and incidence < 1, incidence ^ (1 / shift), incidence) as high
  from (
    select *, if(incidence > 0 and incidence < 1, incidence, 0.5) as inside from curves
  ) as curves
    left join variances on variances.slice = curves.slice and variances.age = curves.age
),

reached as (
  select
    slice,
    share,
    min(age) filter (incidence >= share - 1e-12) as minute,
    coalesce(
      arg_min(at_risk, age) filter (incidence >= share - 1e-12),
      arg_min(at_risk, age) filter (still_open <= 0 and age < last_age)
    ) as at_risk,
    min(age) filter (high >= share - 1e-12) as low_minute,
    arg_min(at_risk, age) filter (high >= share - 1e-12) as low_at_risk,
    min(age) filter (low >= share - 1e-12) as high_minute,
    arg_min(at_risk, age) filter (low >= share - 1e-12) as high_at_risk
  from bounded
    cross join (values (0.5), (0.9)) as shares (share)
  group by slice, share
)

select
  counts.slice.measure as measure,
  counts.slice.clock as clock,
  counts.slice.period_kind as period_kind,
  counts.slice.period_start_on as period_start_on,
  counts.slice.priority as priority,
  counts.slice.dimension as dimension,
  counts.slice.dimension_value as dimension_value,
  cases_count,
  done_count,
  unanswered_count,
  open_count,
  median.minute as median_minutes,
  median.at_risk as median_at_risk_count,
  if(median.low_at_risk >= getvariable('minimum_at_risk'), median.low_minute, null)
    as median_minutes_low,
  if(median.high_at_risk >= getvariable('minimum_at_risk'), median.high_minute, null)
    as median_minutes_high,
  p90.minute as p90_minutes,
  p90.at_risk as p90_at_risk_count,
  closed_only_median_minutes,
  closed_only_p90_minutes,
  if(has_targets, target_met_count, null) as target_met_count,
  if(has_targets, target_missed_count, null) as target_missed_count,
  one_touch_count
from (
  select
    *,
    (slice.measure, slice.clock) in (
      ('first_response', 'business'), ('final_resolution', 'business_without_waiting')
    ) as has_targets
  from counts
) as counts
  left join reached as median on median.slice = counts.slice and median.share = 0.5
  left join reached as p90 on p90.slice = counts.slice and p90.share = 0.9
