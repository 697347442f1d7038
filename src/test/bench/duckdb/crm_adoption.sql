with grid as (
  select
    periods.period_kind,
    periods.period_start_on,
    is_complete,
    period_end_on - 1 + getvariable('stage_follow_up_days') <= getvariable('as_of') as is_told,
    dimension,
    dimension_value
  from periods
    join (
      select period_kind, dimension, dimension_value, min(period_start_on) as first_on
      from usage_slices
      where active_users_count > 0 or deal_activities_count > 0 or open_deals_count > 0
      group by all
    ) as slices
      on slices.period_kind = periods.period_kind and period_start_on >= first_on
),

counts as (
  select
    grid.*,
    coalesce(
      columns(usage_slices.* exclude (period_kind, period_start_on, dimension, dimension_value)), 0
    )
  from grid
    left join usage_slices using (period_kind, period_start_on, dimension, dimension_value)
)

select
  * replace (if(is_told, next_step_count, null) as next_step_count),
  active_seats_count / nullif(seats_count, 0) as adoption_rate,
  wilson_low(active_seats_count, seats_count) as adoption_rate_low,
  wilson_high(active_seats_count, seats_count) as adoption_rate_high,
  seats_count >= getvariable('minimum_sample') as has_minimum_sample,
  logins_count / nullif(active_users_count, 0) as logins_per_user,
  created_count / nullif(active_users_count, 0) as created_per_user,
  updated_count / nullif(active_users_count, 0) as updated_per_user,
  deal_activities_count / nullif(open_deals_count, 0) as activities_per_open_deal,
  stale_deals_count / nullif(open_deals_count, 0) as stale_rate,
  wilson_low(stale_deals_count, open_deals_count) as stale_rate_low,
  wilson_high(stale_deals_count, open_deals_count) as stale_rate_high,
  if(is_told, next_step_count / nullif(open_deals_count, 0), null) as next_step_rate,
  if(is_told, wilson_low(next_step_count, open_deals_count), null) as next_step_rate_low,
  if(is_told, wilson_high(next_step_count, open_deals_count), null) as next_step_rate_high,
  open_deals_count >= getvariable('minimum_sample') as has_minimum_deals_sample
from counts
