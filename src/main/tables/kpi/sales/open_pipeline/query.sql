with shown_periods as (
  select period_kind, period_start_on, is_complete
  from periods
  where period_kind in ('week', 'month')
  union all
  -- One more day than is shown, to begin with.
  select 'day', day_on, true
  from calendar
  where day_on between date_sub(:as_of, :open_pipeline_days) and :as_of
),

cell_starts as (
  select period_kind, stage, dimension, dimension_value, min(period_start_on) as first_start_on
  from pipeline_cells
  group by period_kind, stage, dimension, dimension_value
),

-- A cell that is empty is a zero row, not a gap.
cell_periods as (
  select
    period.period_kind, period.period_start_on, period.is_complete,
    cell.stage, cell.dimension, cell.dimension_value,
    coalesce(open_count, 0) as open_count,
    coalesce(created_count, 0) as created_count,
    coalesce(won_count, 0) as won_count,
    coalesce(lost_count, 0) as lost_count,
    coalesce(moved_count, 0) as moved_count,
    coalesce(priced_count, 0) as priced_count,
    coalesce(open_cents, 0) as open_cents,
    if(created_count > 0, created_cents, 0) as created_cents,
    if(won_count > 0, won_cents, 0) as won_cents,
    if(lost_count > 0, lost_cents, 0) as lost_cents,
    coalesce(changed_cents, 0) as changed_cents,
    coalesce(weighted_count, 0) as weighted_count,
    coalesce(weighted_cents, 0) as weighted_cents,
    coalesce(weighable_cents, 0) as weighable_cents,
    coalesce(forecast_count, 0) as forecast_count,
    coalesce(pushed_count, 0) as pushed_count,
    coalesce(pushes_count, 0) as pushes_count,
    coalesce(dated_count, 0) as dated_count,
    coalesce(overdue_count, 0) as overdue_count,
    if(overdue_count > 0, overdue_cents, 0) as overdue_cents,
    lag(coalesce(counts.open_count, 0), 1, 0L) over in_time as opening_count,
    lag(coalesce(counts.priced_count, 0), 1, 0L) over in_time as opening_priced_count,
    lag(coalesce(counts.open_cents, 0), 1, 0L) over in_time as opening_cents
  from cell_starts as cell
  join shown_periods as period
    on period.period_kind = cell.period_kind
    and period.period_start_on >= cell.first_start_on
  left join pipeline_cells as counts
    using (period_kind, period_start_on, stage, dimension, dimension_value)
  window in_time as (
    partition by period.period_kind, cell.stage, cell.dimension, cell.dimension_value
    order by period.period_start_on
  )
)

-- An amount of deals of which none has one is not known; that of no deals is nothing.
select
  period_kind, period_start_on, stage, dimension, dimension_value,
  open_count, opening_count, created_count, won_count, lost_count, moved_count,
  if(open_count = 0 or priced_count > 0, cast(open_cents * 0.01 as decimal(18, 2)), null)
    as open_amount,
  if(
    opening_count = 0 or opening_priced_count > 0,
    cast(opening_cents * 0.01 as decimal(18, 2)), null
  ) as opening_amount,
  cast(created_cents * 0.01 as decimal(18, 2)) as created_amount,
  cast(won_cents * 0.01 as decimal(18, 2)) as won_amount,
  cast(lost_cents * 0.01 as decimal(18, 2)) as lost_amount,
  if(
    open_count + opening_count = 0 or priced_count + opening_priced_count > 0,
    cast(changed_cents * 0.01 as decimal(18, 2)), null
  ) as changed_amount,
  priced_count,
  priced_count / nullif(open_count, 0) as priced_share,
  weighted_count,
  if(open_count = 0 or weighted_count > 0, cast(weighted_cents * 0.01 as decimal(18, 2)), null)
    as weighted_amount,
  if(open_count = 0 or weighted_count > 0, cast(weighable_cents * 0.01 as decimal(18, 2)), null)
    as weighable_amount,
  forecast_count,
  forecast_count / nullif(open_count, 0) as forecast_share,
  pushed_count,
  pushed_count / nullif(forecast_count, 0) as pushed_share,
  wilson_low(pushed_count, forecast_count) as pushed_share_low,
  wilson_high(pushed_count, forecast_count) as pushed_share_high,
  pushes_count,
  dated_count,
  dated_count / nullif(open_count, 0) as dated_share,
  overdue_count,
  overdue_count / nullif(dated_count, 0) as overdue_share,
  wilson_low(overdue_count, dated_count) as overdue_share_low,
  wilson_high(overdue_count, dated_count) as overdue_share_high,
  cast(overdue_cents * 0.01 as decimal(18, 2)) as overdue_amount,
  least(dated_count, forecast_count) >= :minimum_sample as has_minimum_sample,
  is_complete
from cell_periods
where period_kind <> 'day' or period_start_on > date_sub(:as_of, :open_pipeline_days)
