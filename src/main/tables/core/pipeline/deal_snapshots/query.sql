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
  select 'day', day_on, day_on, true
  from calendar
  -- One more day, which says what the first of them began with.
  where day_on between date_sub(:as_of, :open_pipeline_days) and :as_of
),

snapshot_days as (
  select
    *,
    lag(snapshot_on) over in_time as previous_on,
    lead(snapshot_on) over in_time as next_on,
    lead(period_start_on) over in_time as next_start_on
  from days_shown
  window in_time as (partition by period_kind order by period_start_on)
),

-- A close date is pushed when it is put later than the last one that was told.
told_dates as (
  select
    opportunity_id, valid_from_on, valid_until_on, status, stage, owner_user_id,
    amount, currency, win_probability, expected_close_on,
    expected_close_on > lag(expected_close_on) ignore nulls over (
      partition by opportunity_id order by valid_from_on
    ) as is_pushed
  from opportunity_history
),

told_deals as (
  select
    opportunity_id, valid_from_on, valid_until_on, status, stage, owner_user_id,
    amount, currency, win_probability, expected_close_on,
    count_if(is_pushed) over (partition by opportunity_id order by valid_from_on) as pushes_count
  from told_dates
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
),

-- Whoever is open is in the pipeline of every day, whether or not anything changed on it.
open_deals as (
  select deals.*, days.*
  from deals
  join snapshot_days as days
    on deals.created_on <= days.snapshot_on
    and (deals.status = 'open' or deals.closed_on > days.snapshot_on)
)

select
  deals.period_kind,
  deals.period_start_on,
  deals.opportunity_id,
  deals.snapshot_on,
  deals.next_start_on,
  deals.is_complete,
  -- What is told of a closed deal is its end, neither stage nor chance of the days before.
  coalesce(stages.stage, if(told.status = 'open', told.stage, null), 'unknown') as stage,
  coalesce(told.owner_user_id, 'unknown') as owner,
  coalesce(owners.team, 'unknown') as team,
  deals.country, deals.segment, deals.product_category, deals.acquisition_channel, deals.pipeline,
  -- Cents first: a decimal holds the product with the rate whole, so it is rounded once.
  cast(round(cast(told.amount * 100 as decimal(18, 0)) * fx.rate) as bigint) as amount_cents,
  if(told.status = 'open', told.win_probability, null) as win_probability,
  coalesce(told.pushes_count, 0) as pushes_count,
  coalesce(told.expected_close_on < deals.snapshot_on, false) as is_overdue,
  deals.previous_on is null or deals.created_on > deals.previous_on as is_new,
  case when deals.closed_on <= deals.next_on then deals.status end as closed_as
from open_deals as deals
left join told_deals as told
  on told.opportunity_id = deals.opportunity_id
  and deals.snapshot_on >= told.valid_from_on
  and deals.snapshot_on < told.valid_until_on
left join stage_days as stages
  on stages.opportunity_id = deals.opportunity_id
  and deals.snapshot_on >= stages.entered_on
  and deals.snapshot_on < stages.entered_next_on
left join user_history as owners
  on owners.user_id = told.owner_user_id
  and deals.snapshot_on >= owners.valid_from_on
  and deals.snapshot_on < owners.valid_until_on
left join fx_rate_intervals as fx
  on fx.from_currency = told.currency
  and deals.snapshot_on >= fx.valid_from_on
  and deals.snapshot_on < fx.valid_to_on
