-- Work counts for the team that its user was in on the day.
with user_periods as (
  select
    starts.period_kind, starts.period_start_on, w.user_id, coalesce(t.team, 'unknown') as team,
    count_if(w.kind = 'login') as logins_count,
    count_if(w.kind = 'create') as created_count, count_if(w.kind = 'update') as updated_count,
    count_if(w.kind = 'work on a deal') as activities_count,
    logins_count + created_count + updated_count > 0 as is_active
  from (
    select user_id, kind, to_date(happened_at) as day_on from user_events
    union all
    select user_id, 'work on a deal', to_date(happened_at) from activities
    where opportunity_id is not null
  ) as w
    join calendar as c on c.day_on = w.day_on and c.day_on <= :as_of
    left join user_history as t
      on t.user_id = w.user_id and w.day_on >= t.valid_from_on and w.day_on < t.valid_until_on
  lateral view stack(
    6, 'week', week_start_on, 'month', month_start_on, 'quarter', quarter_start_on,
    'year', year_start_on, 'fiscal_quarter', fiscal_quarter_start_on,
    'fiscal_year', fiscal_year_start_on
  ) starts as period_kind, period_start_on
  group by starts.period_kind, starts.period_start_on, w.user_id, coalesce(t.team, 'unknown')
),

deal_turns as (
  select
    opportunity_id, from_on, until_on,
    lag(until_on) over in_time is distinct from from_on as opens,
    lead(from_on) over in_time is distinct from until_on and until_on <= :as_of as closes
  from deal_states
  window in_time as (partition by opportunity_id order by from_on)
),

-- A deal is touched when it is opened, also again, by each activity, and when it is closed.
deal_touches as (
  select *, lead(day_on) over (partition by opportunity_id order by day_on) as next_on
  from (
    select opportunity_id, from_on as day_on from deal_turns where opens
    union all
    select opportunity_id, until_on from deal_turns where closes
    union all
    select opportunity_id, to_date(happened_at) from activities where to_date(happened_at) <= :as_of
  )
),

snapshot_deals as (
  select
    s.period_kind, s.snapshot_on, s.team,
    t.day_on < date_sub(s.snapshot_on, :stale_deal_days) as is_stale,
    t.next_on <= date_add(s.snapshot_on, :stage_follow_up_days) as has_next_step
  from deal_snapshots as s
    join deal_touches as t
      on t.opportunity_id = s.opportunity_id and s.snapshot_on >= t.day_on
      and (s.snapshot_on < t.next_on or t.next_on is null)
),

-- Seats are asked for from the first period on in which use is recorded: before, nobody knows of any.
used_periods as (
  select p.period_kind, p.period_start_on, least(date_sub(p.period_end_on, 1), :as_of) as last_on
  from periods as p
    join (
      select period_kind, min(period_start_on) as start_on
      from user_periods where is_active group by period_kind
    ) as f
      on f.period_kind = p.period_kind and p.period_start_on >= f.start_on
),

-- What a period has of users, seats and deals, each in the team that it counts for.
entries as (
  select
    period_kind, period_start_on, team, if(is_active, user_id, null) as active_user_id,
    cast(null as string) as seat_id, cast(null as string) as active_seat_id, logins_count,
    created_count, updated_count, activities_count, 0 as open_count, false as is_stale,
    false as has_next_step
  from user_periods
  union all
  select p.period_kind, p.period_start_on, coalesce(t.team, 'unknown'), null, u.user_id, a.user_id,
    0, 0, 0, 0, 0, false, false
  from used_periods as p
    join users as u on u.has_seat
    left join user_history as t
      on t.user_id = u.user_id and p.last_on >= t.valid_from_on and p.last_on < t.valid_until_on
    left join user_periods as a
      on a.period_kind = p.period_kind and a.period_start_on = p.period_start_on
      and a.user_id = u.user_id and a.is_active
  union all
  select p.period_kind, p.period_start_on, s.team, null, null, null, 0, 0, 0, 0, 1, is_stale,
    has_next_step
  from periods as p
    join snapshot_deals as s
      on s.snapshot_on = least(date_sub(p.period_end_on, 1), :as_of)
      and s.period_kind = if(p.period_kind = 'week', 'week', 'month')
  where p.period_kind <> 'rolling_12_months'
)

select
  period_kind, period_start_on, dimension, dimension_value,
  count(distinct seat_id) as seats_count,
  count(distinct active_seat_id) as active_seats_count,
  count(distinct active_user_id) as active_users_count,
  sum(logins_count) as logins_count, sum(created_count) as created_count,
  sum(updated_count) as updated_count, sum(activities_count) as deal_activities_count,
  sum(open_count) as open_deals_count,
  count_if(is_stale) as stale_deals_count,
  count_if(has_next_step) as next_step_count
from entries
lateral view stack(2, 'all', 'all', 'team', team) slices as dimension, dimension_value
group by period_kind, period_start_on, dimension, dimension_value
