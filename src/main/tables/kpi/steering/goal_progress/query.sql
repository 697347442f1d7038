-- Only whole periods are judged: a month that still runs is no result.
with goal_periods as (
  select
    goals.goal,
    goals.kpi,
    goals.dimension,
    goals.dimension_value,
    goals.period_kind,
    goals.baseline as stated_baseline,
    goals.target as stated_target,
    goals.target_change,
    goals.starts_on,
    goals.deadline_on,
    goals.owner,
    goals.actions,
    periods.period_start_on,
    date_sub(periods.period_end_on, 1) as period_last_on
  from declared_goals as goals
    join periods
      on periods.period_kind = goals.period_kind
      and periods.period_start_on >= goals.starts_on
      and periods.period_end_on <= date_add(goals.deadline_on, 1)
  where periods.is_complete
),

valued_periods as (
  select
    goal_periods.*,
    kpi_values.value,
    kpi_values.unit,
    -- The way begins with the goal, or with the end of the period that it takes its baseline from.
    if(stated_baseline is null, min(period_last_on) over of_goal, date_sub(starts_on, 1))
      as way_begins_on,
    max(period_last_on) over of_goal as newest_last_on,
    -- What is not stated is the value that the goal began with.
    coalesce(
      stated_baseline,
      max(if(goal_periods.period_start_on = starts_on, kpi_values.value, null)) over of_goal
    ) as baseline_value
  from goal_periods
    left join kpi_values
      on kpi_values.kpi = goal_periods.kpi
      and kpi_values.period_kind = goal_periods.period_kind
      and kpi_values.period_start_on = goal_periods.period_start_on
      and kpi_values.dimension = goal_periods.dimension
      and kpi_values.dimension_value = goal_periods.dimension_value
      -- A return window, or a cohort, may still be open after its period: nothing to judge yet.
      and kpi_values.is_complete
  window of_goal as (partition by goal_periods.goal)
),

ways as (
  select
    valued_periods.*,
    coalesce(stated_target, baseline_value + abs(baseline_value) * target_change) as target_value,
    datediff(period_last_on, way_begins_on) / nullif(datediff(deadline_on, way_begins_on), 0)
      as time_share,
    datediff(deadline_on, period_last_on) as days_left,
    declared_kpis.direction
  from valued_periods
    left join declared_kpis on declared_kpis.kpi = valued_periods.kpi
),

measured_ways as (
  select
    *,
    (value - baseline_value) / nullif(target_value - baseline_value, 0) as way_share,
    -- At the pace so far: the same gain for each day that is left.
    baseline_value + (value - baseline_value) / nullif(time_share, 0) as projected_value,
    -- Who wants to stay where she is wants to be no worse.
    if(
      target_value > baseline_value or target_value = baseline_value and direction <> 'down',
      value >= target_value,
      value <= target_value
    ) as is_met
  from ways
)

select
  goal,
  period_start_on,
  kpi,
  dimension,
  dimension_value,
  period_kind,
  owner,
  actions,
  unit,
  deadline_on,
  baseline_value,
  target_value,
  value,
  way_share,
  time_share,
  days_left,
  if(is_met or days_left = 0, null, (target_value - value) / days_left * 365.25 / 12)
    as pace_needed_per_month,
  projected_value,
  case
    when value is null or target_value is null then 'unknown'
    when is_met then 'met'
    when period_last_on = newest_last_on and deadline_on <= :as_of then 'missed'
    -- Who is at least as far on the way as in time arrives by the deadline.
    when way_share >= time_share then 'on_track'
    else 'at_risk'
  end as status,
  period_last_on = newest_last_on as is_newest
from measured_ways
