with grid as (
  select s.*, periods.period_start_on, is_complete as is_over
  from (
      select measure, clock, period_kind, priority, dimension, dimension_value,
        min(period_start_on) as first_on
      from case_duration_estimates
      group by all
    ) as s
    join periods on periods.period_kind = s.period_kind and periods.period_start_on >= first_on
),

figures as (
  select
    s.* exclude (first_on),
    (s.measure, s.clock) in (
      ('first_response', 'business'), ('final_resolution', 'business_without_waiting')
    ) as has_targets,
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
    left join case_duration_estimates as e
      on e.period_start_on = s.period_start_on
    and e.measure = s.measure
    and e.clock = s.clock
    and e.period_kind = s.period_kind
    and e.priority = s.priority
    and e.dimension = s.dimension
    and e.dimension_value = s.dimension_value
)

select
  figures.*,
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
  is_over and (open_count = 0 or not few_50 and minutes_50 is not null) as is_complete,
  cases_count >= getvariable('minimum_sample') as has_minimum_sample,
  coalesce(met + missed, 0) >= getvariable('minimum_sample') as has_minimum_target_sample
from figures
