-- Targets are set for the first answer in business time, and for the last resolution in business
-- time without waiting for the customer.
with slice_starts as (
  select
    measure, clock, period_kind, priority, dimension, dimension_value,
    measure = 'first_response' and clock = 'business'
      or measure = 'final_resolution' and clock = 'business_without_waiting' as has_targets,
    min(period_start_on) as first_start_on
  from case_duration_estimates
  group by all
),

-- A period in which no case was opened is a row of zeros, from the first of the slice on.
period_cases as (
  select
    s.measure, s.clock, s.period_kind, p.period_start_on, p.is_complete as is_over,
    s.priority, s.dimension, s.dimension_value,
    coalesce(e.cases_count, 0) as cases_count,
    coalesce(e.done_count, 0) as done_count,
    coalesce(e.unanswered_count, 0) as unanswered_count,
    coalesce(e.open_count, 0) as open_count,
    coalesce(e.one_touch_count, 0) as one_touch_count,
    if(e.median_at_risk_count >= :minimum_at_risk, e.median_minutes, null) as median_minutes,
    e.median_minutes_low, e.median_minutes_high, e.median_at_risk_count,
    if(e.p90_at_risk_count >= :minimum_at_risk, e.p90_minutes, null) as p90_minutes,
    e.p90_at_risk_count, e.closed_only_median_minutes, e.closed_only_p90_minutes,
    if(s.has_targets, coalesce(e.target_met_count, 0), null) as target_met_count,
    if(s.has_targets, coalesce(e.target_missed_count, 0), null) as target_missed_count,
    e.target_met_count + e.target_missed_count as judged_count
  from slice_starts as s
    join periods as p
      on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join case_duration_estimates as e
      on e.measure = s.measure
      and e.clock = s.clock
      and e.period_kind = s.period_kind
      and e.priority = s.priority
      and e.dimension = s.dimension
      and e.dimension_value = s.dimension_value
      and e.period_start_on = p.period_start_on
)

select
  measure, clock, period_kind, period_start_on, priority, dimension, dimension_value,
  cases_count,
  done_count, unanswered_count, open_count, one_touch_count,
  median_minutes, median_minutes_low, median_minutes_high, median_at_risk_count,
  p90_minutes, p90_at_risk_count,
  nullif(array_join(transform(
    array(
      struct('median_minutes' as name, median_minutes as minutes, median_at_risk_count as at_risk),
      struct('p90_minutes' as name, p90_minutes as minutes, p90_at_risk_count as at_risk)
    ),
    q -> case
      when q.at_risk < :minimum_at_risk
        then q.name || ': fewer than ' || :minimum_at_risk || ' cases at risk'
      when q.minutes is null then q.name || ': not reached'
    end
  ), '; '), '') as quantiles_missing_because,
  closed_only_median_minutes, closed_only_p90_minutes,
  target_met_count, target_missed_count,
  target_met_count / nullif(judged_count, 0) as target_met_share,
  wilson_low(target_met_count, judged_count) as target_met_share_low,
  wilson_high(target_met_count, judged_count) as target_met_share_high,
  is_over and (median_minutes is not null or open_count = 0) as is_complete,
  cases_count >= :minimum_sample as has_minimum_sample,
  coalesce(judged_count, 0) >= :minimum_sample as has_minimum_target_sample
from period_cases
