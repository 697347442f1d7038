-- What is open is so old at the end of as_of, and has waited so long for the customer.
with case_ages as (
  select
    c.*,
    cast(c.opened_at as date) as opened_on,
    cast(array_position(:case_priorities, c.priority) as int) as priority_place,
    unix_timestamp(cast(date_add(:as_of, 1) as timestamp)) as until,
    until - unix_timestamp(c.opened_at) as age,
    d.business_seconds_before + d.business_seconds as business_until,
    business_until - c.opened_business_seconds as business_age,
    c.waiting_seconds + coalesce(until - unix_timestamp(c.waits_since_at), 0) as waited,
    c.waiting_business_seconds + coalesce(business_until - c.waits_since_business_seconds, 0)
      as business_waited
  from case_times as c
    join business_days as d on d.day_on = :as_of
),

watched_cases as (
  select
    c.*, measure, clock, seconds, age_then,
    greatest(coalesce(seconds, if(measure = 'first_response', answerless, null), age_then), 0)
      as watched_seconds,
    measure = 'first_response' and seconds is null and answerless is not null as is_unanswered,
    60 * case
      when measure = 'first_response' and clock = 'business'
        then try_element_at(:response_target_minutes, nullif(priority_place, 0))
      when measure = 'final_resolution' and clock = 'business_without_waiting'
        then try_element_at(:resolution_target_minutes, nullif(priority_place, 0))
    end as target_seconds
  from case_ages as c
  lateral view stack(
    10,
    'first_response', 'clock', answer_seconds, resolution_seconds, age,
    'first_response', 'business', answer_business_seconds, resolution_business_seconds,
      business_age,
    'first_resolution', 'clock', first_resolution_seconds, null, age,
    'first_resolution', 'business', first_resolution_business_seconds, null, business_age,
    'first_resolution', 'without_waiting',
      first_resolution_seconds - first_waiting_seconds, null, age - waited,
    'first_resolution', 'business_without_waiting',
      first_resolution_business_seconds - first_waiting_business_seconds, null,
      business_age - business_waited,
    'final_resolution', 'clock', resolution_seconds, null, age,
    'final_resolution', 'business', resolution_business_seconds, null, business_age,
    'final_resolution', 'without_waiting', resolution_seconds - waiting_seconds, null, age - waited,
    'final_resolution', 'business_without_waiting',
      resolution_business_seconds - waiting_business_seconds, null, business_age - business_waited
  ) watches as measure, clock, seconds, answerless, age_then
),

slice_cases as (
  select
    w.measure, w.clock, periods.period_kind, periods.period_start_on, slice_priority,
    slices.dimension, slices.dimension_value,
    count(*) as cases_count,
    count(seconds) as done_count,
    count_if(is_unanswered) as unanswered_count,
    percentile(seconds / 60, array(0.5, 0.9)) as closed_only,
    -- Judged is whose time is over: while it runs, only the quick ones would be there.
    count_if(seconds <= target_seconds and age_then >= target_seconds) as target_met_count,
    count_if(watched_seconds > target_seconds) as target_missed_count,
    bool_or(w.measure = 'first_response' and w.clock = 'business'
      or w.measure = 'final_resolution' and w.clock = 'business_without_waiting') as has_targets,
    count_if(is_one_touch) as one_touch_count,
    incidence_quantiles(competing_risk_curve(collect_list(struct(
      cast(watched_seconds div 60 as int) as day,
      cast(seconds is not null as bigint) as won,
      cast(is_unanswered as bigint) as lost,
      cast(seconds is null and not is_unanswered as bigint) as open
    ))), array(0.5D, 0.9D)) as quantiles
  from watched_cases as w
    join calendar as d on d.day_on = w.opened_on
    lateral view stack(
      5,
      'month', month_start_on, 'quarter', quarter_start_on, 'year', year_start_on,
      'fiscal_quarter', fiscal_quarter_start_on, 'fiscal_year', fiscal_year_start_on
    ) periods as period_kind, period_start_on
    lateral view stack(
      6,
      'all', 'all', 'country', country, 'segment', segment,
      'acquisition_channel', acquisition_channel, 'owner', owner, 'team', team
    ) slices as dimension, dimension_value
    lateral view explode(array('all', priority)) priorities as slice_priority
  group by all
)

select
  measure, clock, period_kind, period_start_on, slice_priority as priority,
  dimension, dimension_value,
  cases_count, done_count, unanswered_count,
  cases_count - done_count - unanswered_count as open_count,
  quantiles[0].day as median_minutes,
  quantiles[0].at_risk as median_at_risk_count,
  -- An end of an interval rests on enough cases, or it is none.
  if(quantiles[0].low_at_risk >= :minimum_at_risk, quantiles[0].low_day, null)
    as median_minutes_low,
  if(quantiles[0].high_at_risk >= :minimum_at_risk, quantiles[0].high_day, null)
    as median_minutes_high,
  quantiles[1].day as p90_minutes,
  quantiles[1].at_risk as p90_at_risk_count,
  closed_only[0] as closed_only_median_minutes,
  closed_only[1] as closed_only_p90_minutes,
  if(has_targets, target_met_count, null) as target_met_count,
  if(has_targets, target_missed_count, null) as target_missed_count,
  one_touch_count
from slice_cases
