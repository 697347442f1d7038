with shown as (
  select *, least(period_end_on - 1, getvariable('as_of')) as last_on
  from periods
  where period_kind <> 'rolling_12_months'
),

-- Everything that a user did, in the team of the day.
done as (
  select days.*, coalesce(team, 'unknown') as team
  from (
    select user_id, kind, cast(happened_at as date) as day_on
    from user_events
    union all
    select user_id, 'activity', cast(happened_at as date)
    from activities
    where opportunity_id is not null
  ) as days
    asof left join user_history as teams
      on teams.user_id = days.user_id and teams.valid_from_on <= days.day_on
  where day_on <= getvariable('as_of')
),

done_slices as (
  unpivot (select user_id, kind, day_on, 'all' as "all", team from done)
  on "all", team
  into name dimension value dimension_value
),

used as (
  select
    period_kind,
    period_start_on,
    dimension,
    dimension_value,
    count(distinct user_id) filter (kind <> 'activity') as active_users_count,
    count_if(kind = 'login') as logins_count,
    count_if(kind = 'create') as created_count,
    count_if(kind = 'update') as updated_count,
    count_if(kind = 'activity') as deal_activities_count
  from done_slices
    join shown on day_on >= period_start_on and day_on < period_end_on
  group by all
),

-- A seat is in the team of the last day of the period, wherever its user worked before.
seats as (
  select
    shown.period_kind,
    shown.period_start_on,
    users.user_id,
    coalesce(teams.team, 'unknown') as team,
    exists (
      from done
      where done.user_id = users.user_id
        and kind <> 'activity'
        and day_on between shown.period_start_on and shown.last_on
    ) as is_active
  from shown
    cross join users
    left join user_history as teams
      on teams.user_id = users.user_id
      and last_on >= teams.valid_from_on
      and last_on < teams.valid_until_on
  where has_seat and period_end_on > (select min(day_on) from done where kind <> 'activity')
),

seat_slices as (
  select
    period_kind,
    period_start_on,
    if(grouping(team) = 1, 'all', 'team') as dimension,
    coalesce(team, 'all') as dimension_value,
    count(*) as seats_count,
    count_if(is_active) as active_seats_count
  from seats
  group by period_kind, period_start_on, grouping sets ((), (team))
),

-- Days on which somebody did something for a deal; its creation is one, and its opening again.
touched as (
  select opportunity_id, cast(happened_at as date) as day_on
  from activities
  where cast(happened_at as date) <= getvariable('as_of')
  union
  select opportunity_id, cast(created_at as date)
  from opportunities
  union
  select opportunity_id, reopened_on
  from deal_closings
),

kept as (
  select
    snapshots.period_kind,
    snapshots.snapshot_on,
    snapshots.opportunity_id,
    any_value(snapshots.team) as team,
    (
      select min(closed_on)
      from deal_closings
      where deal_closings.opportunity_id = snapshots.opportunity_id and closed_on > snapshot_on
    ) as closed_on,
    max(day_on) filter (day_on <= snapshot_on) as touched_on,
    min(day_on) filter (day_on > snapshot_on) as touched_next_on
  from deal_snapshots as snapshots
    join touched using (opportunity_id)
  where snapshots.period_kind in ('week', 'month')
  group by all
),

deal_slices as (
  select
    shown.period_kind,
    period_start_on,
    if(grouping(team) = 1, 'all', 'team') as dimension,
    coalesce(team, 'all') as dimension_value,
    count(*) as open_deals_count,
    count_if(touched_on + getvariable('stale_deal_days') < last_on) as stale_deals_count,
    count_if(
      touched_next_on - last_on <= getvariable('stage_follow_up_days')
      or closed_on - last_on <= getvariable('stage_follow_up_days')
    ) as next_step_count
  from kept
    join shown
      on snapshot_on = last_on
      and if(shown.period_kind = 'week', 'week', 'month') = kept.period_kind
  group by shown.period_kind, period_start_on, grouping sets ((), (team))
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  coalesce(seats_count, 0) as seats_count,
  coalesce(active_seats_count, 0) as active_seats_count,
  coalesce(active_users_count, 0) as active_users_count,
  coalesce(logins_count, 0) as logins_count,
  coalesce(created_count, 0) as created_count,
  coalesce(updated_count, 0) as updated_count,
  coalesce(deal_activities_count, 0) as deal_activities_count,
  coalesce(open_deals_count, 0) as open_deals_count,
  coalesce(stale_deals_count, 0) as stale_deals_count,
  coalesce(next_step_count, 0) as next_step_count
from used
  full join seat_slices using (period_kind, period_start_on, dimension, dimension_value)
  full join deal_slices using (period_kind, period_start_on, dimension, dimension_value)
