with shown as (
  select
    period_kind,
    period_start_on,
    least(period_end_on - 1, getvariable('as_of')) as snapshot_on,
    is_complete
  from periods
  where period_kind in ('week', 'month')
  union all
  select 'day', getvariable('as_of') - back, getvariable('as_of') - back, true
  from (select cast(unnest(range(getvariable('open_pipeline_days') + 1)) as integer) as back)
),

numbered as (
  select *, row_number() over (partition by period_kind order by period_start_on) as number
  from shown
),

days as (
  select
    shown.*,
    previous.snapshot_on as previous_on,
    following.snapshot_on as next_on,
    following.period_start_on as next_start_on
  from numbered as shown
    left join numbered as previous
      on previous.period_kind = shown.period_kind and previous.number = shown.number - 1
    left join numbered as following
      on following.period_kind = shown.period_kind and following.number = shown.number + 1
),

pushes as (
  select opportunity_id, valid_from_on as pushed_on
  from (
    select
      *,
      lag(expected_close_on) over (partition by opportunity_id order by valid_from_on) as before_on
    from opportunity_history
    -- A day that nobody forecasts is no forecast to be later than; of a closed deal it is no forecast.
    where expected_close_on is not null and status = 'open'
  ) as told
  where expected_close_on > before_on
),

rates as (
  select from_currency, rate_on, rate
  from fx_rates
  where to_currency = getvariable('reporting_currency')
    and from_currency <> getvariable('reporting_currency')
  union all
  select getvariable('reporting_currency'), date '0001-01-01', 1
),

open_days as (
  select days.*, opportunity_id
  from opportunities
    join days on cast(created_at as date) <= snapshot_on
  where (
      status = 'open'
      or closed_at is not null
      or opportunity_id in (select opportunity_id from deal_closings where reopened_on > getvariable('as_of'))
    )
    and not exists (
      from deal_closings
      where deal_closings.opportunity_id = opportunities.opportunity_id
        and deal_closings.closed_on <= snapshot_on
        and snapshot_on < deal_closings.reopened_on
    )
),

open_deals as (
  select
    today.*,
    coalesce(country, 'unknown') as country,
    coalesce(segment, 'unknown') as segment,
    coalesce(product_category, 'unknown') as product_category,
    coalesce(acquisition_channel, 'unknown') as acquisition_channel,
    coalesce(pipeline, 'unknown') as pipeline,
    not exists (
      from open_days as other
      where other.opportunity_id = today.opportunity_id
        and other.period_kind = today.period_kind
        and other.next_start_on = today.period_start_on
    ) as is_new,
    today.next_start_on is not null and not exists (
      from open_days as other
      where other.opportunity_id = today.opportunity_id
        and other.period_kind = today.period_kind
        and other.period_start_on = today.next_start_on
    ) as is_gone
  from open_days as today
    left join deals on deals.opportunity_id = today.opportunity_id
),

told as (
  select
    open_deals.*,
    told.status as told_status,
    told.stage as told_stage,
    told.owner_user_id as told_owner,
    told.amount as told_amount,
    told.currency as told_currency,
    told.win_probability as told_probability,
    if(told.status = 'open', told.expected_close_on, null) as told_close_on
  from open_deals
    asof left join opportunity_history as told
      on told.opportunity_id = open_deals.opportunity_id
      and told.valid_from_on <= open_deals.snapshot_on
),

staged as (
  select
    told.*,
    (
      select arg_max(stays.stage, (stays.entered_on, stays.stage_sequence))
      from stage_stays as stays
      where stays.opportunity_id = told.opportunity_id
        and stays.outcome <> 'skipped'
        and stays.entered_on <= told.snapshot_on
    ) as stay_stage
  from told
)

select
  staged.period_kind,
  staged.period_start_on,
  staged.opportunity_id,
  staged.snapshot_on,
  staged.next_start_on,
  staged.is_complete,
  coalesce(stay_stage, if(told_status = 'open', told_stage, null), 'unknown') as stage,
  coalesce(told_owner, 'unknown') as owner,
  coalesce(owners.team, 'unknown') as team,
  country, segment, product_category, acquisition_channel, pipeline,
  if(
    rates.from_currency = getvariable('reporting_currency')
      or staged.snapshot_on - rates.rate_on <= getvariable('fx_rate_valid_days'),
    converted_cents(told_amount * 100, rates.rate),
    null
  ) as amount_cents,
  if(told_status = 'open', told_probability, null) as win_probability,
  case
    when not coalesce(staged.snapshot_on >= (
      select min(valid_from_on) from opportunity_history where valid_from_on > date '0001-01-01'
    ), false) then null
    when exists (
      from opportunity_history as told
      where told.opportunity_id = staged.opportunity_id
        and told.valid_from_on <= staged.snapshot_on
        and told.expected_close_on is not null
        and told.status = 'open'
    ) then (
      select count(*)
      from pushes
      where pushes.opportunity_id = staged.opportunity_id and pushed_on <= staged.snapshot_on
    )
  end as pushes_count,
  told_close_on is not null as has_close_date,
  coalesce(told_close_on < staged.snapshot_on, false) as is_overdue,
  is_new,
  if(
    is_gone,
    (
      select arg_max(closed_as, (closed_on, reopened_on))
      from deal_closings
      where deal_closings.opportunity_id = staged.opportunity_id
        and deal_closings.closed_on > staged.snapshot_on
        and deal_closings.closed_on <= staged.next_on
    ),
    null
  ) as closed_as
from staged
  asof left join rates
    on rates.from_currency = told_currency and rates.rate_on <= staged.snapshot_on
  asof left join user_history as owners
    on owners.user_id = told_owner and owners.valid_from_on <= staged.snapshot_on
