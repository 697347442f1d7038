with case_moments as (
  select case_id, opened_at as happened_at, cast(null as string) as agent, 1 as opened,
    0 as reopened, 0 as closed
  from case_times
  union all
  select case_id, happened_at, agent_user_id, 0, 0, 1
  from case_steps
  where is_resolution
  union all
  select case_id, reopened_at, null, 0, 1, 0
  from case_steps
  where reopened_at is not null
),

-- A day is a period too.
day_periods as (
  select day_on, periods.period_kind, periods.period_start_on
  from calendar
  lateral view stack(
    7,
    'day', day_on, 'week', week_start_on, 'month', month_start_on, 'quarter', quarter_start_on,
    'year', year_start_on, 'fiscal_quarter', fiscal_quarter_start_on,
    'fiscal_year', fiscal_year_start_on
  ) periods as period_kind, period_start_on
  where day_on <= :as_of
),

worked_periods as (
  select
    d.period_kind,
    d.period_start_on,
    coalesce(bool_or(p.is_complete), true) as is_complete,
    count_if(b.business_seconds > 0) as working_days_count
  from day_periods as d
    join business_days as b on b.day_on = d.day_on
    left join periods as p
      on p.period_kind = d.period_kind and p.period_start_on = d.period_start_on
  group by d.period_kind, d.period_start_on
),

slice_periods as (
  select
    d.period_kind, d.period_start_on, slices.dimension, slices.dimension_value,
    sum(opened) as opened_count,
    sum(reopened) as reopened_count,
    sum(closed) as closed_count,
    count(agent) as closed_by_agents_count,
    count(distinct agent) as agents_count
  from case_moments as m
    join case_times as c on c.case_id = m.case_id
    join day_periods as d on d.day_on = cast(m.happened_at as date)
    lateral view stack(
      7,
      'all', 'all', 'country', country, 'segment', segment,
      'acquisition_channel', acquisition_channel, 'owner', owner, 'team', team,
      'priority', priority
    ) slices as dimension, dimension_value
  group by d.period_kind, d.period_start_on, slices.dimension, slices.dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_periods
  group by period_kind, dimension, dimension_value
),

-- A day on which nothing happened is a row too: the backlog is still there.
period_counts as (
  select
    w.period_kind, w.period_start_on, w.is_complete, w.working_days_count,
    s.dimension, s.dimension_value,
    coalesce(sum(e.opened_count + e.reopened_count - e.closed_count) over before, 0)
      as opening_backlog_count,
    coalesce(e.opened_count, 0) as opened_count,
    coalesce(e.reopened_count, 0) as reopened_count,
    coalesce(e.closed_count, 0) as closed_count,
    coalesce(e.closed_by_agents_count, 0) as closed_by_agents_count,
    sum(e.opened_count + e.reopened_count - e.closed_count) over so_far as closing_backlog_count,
    coalesce(e.agents_count, 0) as agents_count
  from slice_starts as s
    join worked_periods as w
      on w.period_kind = s.period_kind and w.period_start_on >= s.first_start_on
    left join slice_periods as e
      on e.period_kind = w.period_kind
      and e.period_start_on = w.period_start_on
      and e.dimension = s.dimension
      and e.dimension_value = s.dimension_value
  window
    so_far as (
      partition by w.period_kind, s.dimension, s.dimension_value order by w.period_start_on
    ),
    before as (
      partition by w.period_kind, s.dimension, s.dimension_value order by w.period_start_on
      rows between unbounded preceding and 1 preceding
    )
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  opening_backlog_count,
  opened_count,
  reopened_count,
  closed_count,
  closing_backlog_count,
  working_days_count,
  closed_by_agents_count,
  agents_count,
  closed_by_agents_count / nullif(working_days_count * agents_count, 0) as closed_per_day_per_agent
from period_counts
