-- A slice begins with the first period in which it has a seat, whether used or not, use or an open deal.
with slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from usage_slices
  where seats_count + active_users_count + deal_activities_count + open_deals_count > 0
  group by period_kind, dimension, dimension_value
),

-- A period in which nobody did anything is a row of zeros, not a gap.
period_counts as (
  select
    p.period_kind, p.period_start_on, s.dimension, s.dimension_value, p.is_complete,
    coalesce(u.seats_count, 0) as seats_count,
    coalesce(u.active_seats_count, 0) as active_seats_count,
    coalesce(u.active_users_count, 0) as active_users_count,
    coalesce(u.logins_count, 0) as logins_count,
    coalesce(u.created_count, 0) as created_count,
    coalesce(u.updated_count, 0) as updated_count,
    coalesce(u.deal_activities_count, 0) as deal_activities_count,
    coalesce(u.open_deals_count, 0) as open_deals_count,
    coalesce(u.stale_deals_count, 0) as stale_deals_count,
    -- What is done next is known once there has been the time to do it.
    if(
      date_add(p.period_end_on, :stage_follow_up_days - 1) <= :as_of,
      coalesce(u.next_step_count, 0), null
    ) as next_step_count
  from slice_starts as s
    join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join usage_slices as u
      on u.period_kind = p.period_kind and u.period_start_on = p.period_start_on
      and u.dimension = s.dimension and u.dimension_value = s.dimension_value
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  seats_count,
  active_seats_count,
  active_seats_count / nullif(seats_count, 0) as adoption_rate,
  wilson_low(active_seats_count, seats_count) as adoption_rate_low,
  wilson_high(active_seats_count, seats_count) as adoption_rate_high,
  seats_count >= :minimum_sample as has_minimum_sample,
  active_users_count,
  logins_count,
  created_count,
  updated_count,
  logins_count / nullif(active_users_count, 0) as logins_per_user,
  created_count / nullif(active_users_count, 0) as created_per_user,
  updated_count / nullif(active_users_count, 0) as updated_per_user,
  deal_activities_count,
  open_deals_count,
  deal_activities_count / nullif(open_deals_count, 0) as activities_per_open_deal,
  stale_deals_count,
  stale_deals_count / nullif(open_deals_count, 0) as stale_rate,
  wilson_low(stale_deals_count, open_deals_count) as stale_rate_low,
  wilson_high(stale_deals_count, open_deals_count) as stale_rate_high,
  next_step_count,
  next_step_count / nullif(open_deals_count, 0) as next_step_rate,
  wilson_low(next_step_count, open_deals_count) as next_step_rate_low,
  wilson_high(next_step_count, open_deals_count) as next_step_rate_high,
  open_deals_count >= :minimum_sample as has_minimum_deals_sample
from period_counts
