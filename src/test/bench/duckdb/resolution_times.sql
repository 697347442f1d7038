with measured as (
  select *, split_part(measure, '_', 1) as resolution
  from case_duration_estimates
  where measure <> 'first_response'
),

grid as (
  select s.*, periods.period_start_on, is_complete as is_over
  from (select resolution, clock, period_kind, priority, dimension, dimension_value, min(period_start_on) as first_on from measured group by all) as s
    join periods on periods.period_kind = s.period_kind and periods.period_start_on >= first_on
),

figures as (
  select
    s.* exclude (first_on),
    s.resolution = 'final' and s.clock = 'business_without_waiting' as has_targets,
    coalesce(e.cases_count, 0) as cases_count,
    coalesce(e.done_count, 0) as done_count,
    coalesce(e.unanswered_count, 0) as unanswered_count,
    coalesce(e.open_count, 0) as open_count,
    coalesce(e.one_touch_count, 0) as one_touch_count,
    if(has_targets, coalesce(e.target_met_count, 0), null) as met,
    if(has_targets, coalesce(e.target_missed_count, 0), null) as missed,
    e.median_minutes as minutes_50,
    e.p90_minutes as minutes_90,
    coalesce(e.median_at_risk_count < getvariable('minimum_at_risk'), false) as few_50,
    coalesce(e.p90_at_risk_count < getvariable('minimum_at_risk'), false) as few_90,
    e.median_minutes_low, e.median_minutes_high, e.median_at_risk_count, e.p90_at_risk_count,
    e.closed_only_median_minutes, e.closed_only_p90_minutes
  from grid as s
    left join measured as e
      on e.period_start_on = s.period_start_on
    and e.resolution = s.resolution
    and e.clock = s.clock
    and e.period_kind = s.period_kind
    and e.priority = s.priority
    and e.dimension = s.dimension
    and e.dimension_value = s.dimension_value
)

select
  figures.* exclude (done_count),
  done_count as resolved_count,
  if(few_50, null, minutes_50) as median_minutes,
  if(few_90, null, minutes_90) as p90_minutes,
  nullif(concat_ws('; ',
    case
      when few_50
        then format('median_minutes: fewer than {} cases at risk', getvariable('minimum_at_risk'))
      when minutes_50 is null then 'median_minutes: not reached'
    end,
    case
      when few_90
        then format('p90_minutes: fewer than {} cases at risk', getvariable('minimum_at_risk'))
      when minutes_90 is null then 'p90_minutes: not reached'
    end
  ), '') as quantiles_missing_because,
  met as target_met_count,
  missed as target_missed_count,
  met / nullif(met + missed, 0) as target_met_share,
  wilson_low(met, met + missed) as target_met_share_low,
  wilson_high(met, met + missed) as target_met_share_high,
  one_touch_count / nullif(done_count, 0) as one_touch_share,
  wilson_low(one_touch_count, done_count) as one_touch_share_low,
  wilson_high(one_touch_count, done_count) as one_touch_share_high,
  done_count >= getvariable('minimum_sample') as has_minimum_resolved_sample,
  is_over and (open_count = 0 or not few_50 and minutes_50 is not null) as is_complete,
  cases_count >= getvariable('minimum_sample') as has_minimum_sample,
  coalesce(met + missed, 0) >= getvariable('minimum_sample') as has_minimum_target_sample
from figures
