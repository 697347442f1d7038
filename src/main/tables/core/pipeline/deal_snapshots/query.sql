-- The last day of each week and month, as_of while it runs, and each of the last days.
with days_shown as (
  select
    period_kind,
    period_start_on,
    least(date_sub(period_end_on, 1), :as_of) as snapshot_on,
    is_complete
  from periods
  where period_kind in ('week', 'month')
  union all
  select 'day' as period_kind, day_on as period_start_on, day_on as snapshot_on, true as is_complete
  from calendar
  -- One more day, which says what the first of them began with.
  where day_on between date_sub(:as_of, :open_pipeline_days) and :as_of
),

snapshot_days as (
  select
    period_kind, period_start_on, snapshot_on, is_complete,
    lag(period_start_on) over in_time as previous_start_on,
    lead(period_start_on) over in_time as next_start_on,
    lead(snapshot_on) over in_time as next_snapshot_on
  from days_shown
  window in_time as (partition by period_kind order by period_start_on)
),

-- Whoever is open is in the pipeline of every day, whether or not anything changed on it.
open_deals as (
  select
    states.*,
    days.*,
    not coalesce(lag(period_start_on) over in_time = previous_start_on, false) as is_new,
    coalesce(lead(period_start_on) over in_time = next_start_on, false) as is_kept
  from deal_states as states
  join snapshot_days as days
    on days.snapshot_on >= states.from_on and days.snapshot_on < states.until_on
  window in_time as (partition by opportunity_id, period_kind order by period_start_on)
),

-- How it was closed last before the next of these days, whatever became of it between.
closings as (
  select
    seen.opportunity_id, seen.period_kind, seen.period_start_on,
    max_by(ended.closed_as, ended.until_on) as closed_as
  from open_deals as seen
  join deal_states as ended
    on ended.opportunity_id = seen.opportunity_id
    and ended.until_on > seen.snapshot_on and ended.until_on <= seen.next_snapshot_on
  where not seen.is_kept
  group by seen.opportunity_id, seen.period_kind, seen.period_start_on
),

-- Of several stages entered on one day, the deal is in the last one.
stage_days as (
  select
    opportunity_id,
    stage,
    entered_on,
    lead(entered_on, 1, date '9999-12-31') over (
      partition by opportunity_id order by entered_on, stage_sequence
    ) as entered_next_on
  from stage_stays
  where outcome <> 'skipped'
)

select
  seen.period_kind,
  seen.period_start_on,
  seen.opportunity_id,
  seen.snapshot_on,
  seen.next_start_on,
  seen.is_complete,
  coalesce(stages.stage, seen.told_stage, 'unknown') as stage,
  coalesce(seen.owner_user_id, 'unknown') as owner,
  coalesce(owners.team, 'unknown') as team,
  coalesce(deals.country, 'unknown') as country,
  coalesce(deals.segment, 'unknown') as segment,
  coalesce(deals.product_category, 'unknown') as product_category,
  coalesce(deals.acquisition_channel, 'unknown') as acquisition_channel,
  coalesce(deals.pipeline, 'unknown') as pipeline,
  -- Cents first: a decimal holds the product with the rate whole, so it is rounded once.
  cast(round(cast(seen.amount * 100 as decimal(18, 0)) * fx.rate) as bigint) as amount_cents,
  seen.win_probability,
  if(seen.snapshot_on >= seen.pushes_seen_from_on, seen.pushes_count, null) as pushes_count,
  seen.expected_close_on is not null as has_close_date,
  coalesce(seen.expected_close_on < seen.snapshot_on, false) as is_overdue,
  seen.is_new,
  closings.closed_as
from open_deals as seen
left join deals on deals.opportunity_id = seen.opportunity_id
left join closings
  on closings.opportunity_id = seen.opportunity_id
  and closings.period_kind = seen.period_kind
  and closings.period_start_on = seen.period_start_on
left join stage_days as stages
  on stages.opportunity_id = seen.opportunity_id
  and seen.snapshot_on >= stages.entered_on
  and seen.snapshot_on < stages.entered_next_on
left join user_history as owners
  on owners.user_id = seen.owner_user_id
  and seen.snapshot_on >= owners.valid_from_on
  and seen.snapshot_on < owners.valid_until_on
left join fx_rate_intervals as fx
  on fx.from_currency = seen.currency
  and seen.snapshot_on >= fx.valid_from_on
  and seen.snapshot_on < fx.valid_to_on
