-- The backlog is counted from the cases that are open at a border, not summed up from movements.
with all_periods as (
  select period_kind, period_start_on, period_end_on, is_complete
  from periods
  where period_kind <> 'rolling_12_months'
  union all
  select 'day', day_on, day_on + 1, true
  from calendar
  where day_on <= getvariable('as_of')
),

-- A case is open from its opening, or a reopening, until the next resolution.
moments as (
  select case_id, cast(happened_at as date) as day_on, agent_user_id as agent,
    0 as opened, 0 as reopened, 1 as closed
  from case_steps
  where is_resolution
  union all
  select case_id, cast(reopened_at as date), null, 0, 1, 0
  from case_steps
  where reopened_at is not null
  union all
  select case_id, cast(opened_at as date), null, 1, 0, 0
  from cases
),

sliced as (
  unpivot (
    select
      moments.*, 'all' as "all", country, segment, acquisition_channel, owner, team, priority
    from moments
      join case_times using (case_id)
  )
  on "all", country, segment, acquisition_channel, owner, team, priority
  into name dimension value dimension_value
),

grid as (
  select all_periods.*, dimension, dimension_value
  from all_periods
    join (
      select dimension, dimension_value, min(day_on) as first_on from sliced group by all
    ) as slices
      on period_end_on > first_on
),

sums as (
  select
    grid.*,
    count_if(sliced.day_on < period_start_on and opened + reopened = 1)
      - count_if(sliced.day_on < period_start_on and closed = 1) as opening_backlog_count,
    count_if(sliced.day_on >= period_start_on and opened = 1) as opened_count,
    count_if(sliced.day_on >= period_start_on and reopened = 1) as reopened_count,
    count_if(sliced.day_on >= period_start_on and closed = 1) as closed_count,
    count_if(opened + reopened = 1) - count_if(closed = 1) as closing_backlog_count,
    count(agent) filter (sliced.day_on >= period_start_on) as closed_by_agents_count,
    count(distinct agent) filter (sliced.day_on >= period_start_on) as agents_count
  from grid
    join sliced
      on sliced.dimension = grid.dimension
      and sliced.dimension_value = grid.dimension_value
      and sliced.day_on < grid.period_end_on
  group by all
),

working_days as (
  select
    period_kind,
    period_start_on,
    count(*) filter (
      day_on <= getvariable('as_of') and business_seconds > 0
    ) as working_days_count
  from all_periods
    join business_days on day_on >= period_start_on and day_on < period_end_on
  group by all
)

select
  sums.*,
  working_days_count,
  closed_by_agents_count / nullif(working_days_count * agents_count, 0) as closed_per_day_per_agent
from sums
  join working_days using (period_kind, period_start_on)
