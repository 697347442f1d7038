with ends as (
  unpivot (
    select
      period_kind, period_start_on, next_start_on, opportunity_id, stage as own_stage,
      amount_cents, win_probability, pushes_count, has_close_date, is_overdue, is_new, closed_as,
      'all' as "all", country, segment, owner, team, product_category, acquisition_channel,
      pipeline
    from deal_snapshots
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

cells as (
  select *, own_stage as stage from ends
  union all
  select *, 'all' from ends
),

now as (
  select
    period_kind, period_start_on, stage, dimension, dimension_value,
    count(*) as open_count,
    count_if(is_new) as created_count,
    count_if(not is_new) as kept_count,
    sum(amount_cents) as open_cents,
    sum(amount_cents) filter (is_new) as created_cents,
    count(amount_cents) as priced_count,
    count_if(amount_cents is not null and win_probability is not null) as weighted_count,
    sum(cast(round(amount_cents * win_probability) as bigint)) as weighted_cents,
    sum(amount_cents) filter (win_probability is not null) as weighable_cents,
    count_if(pushes_count > 0) as pushed_count,
    count_if(pushes_count is not null) as forecast_count,
    sum(pushes_count) as pushes_count,
    count_if(has_close_date) as dated_count,
    count_if(is_overdue) as overdue_count,
    sum(amount_cents) filter (is_overdue) as overdue_cents
  from cells
  group by all
),

-- What the end of the period before held, by what became of it.
before as (
  select
    period_kind, next_start_on as period_start_on, stage, dimension, dimension_value,
    count(*) as opening_count,
    count_if(closed_as = 'won') as won_count,
    count_if(closed_as = 'lost') as lost_count,
    sum(amount_cents) as opening_cents,
    sum(amount_cents) filter (closed_as = 'won') as won_cents,
    sum(amount_cents) filter (closed_as = 'lost') as lost_cents
  from cells
  where next_start_on is not null
  group by all
),

starts as (
  select period_kind, stage, dimension, dimension_value, min(period_start_on) as first_start_on
  from now
  group by all
),

shown as (
  select period_kind, period_start_on, is_complete
  from periods
  where period_kind in ('week', 'month')
  union all
  select 'day', getvariable('as_of') - back, true
  from (select cast(unnest(range(getvariable('open_pipeline_days'))) as integer) as back)
)

select
  starts.* exclude (first_start_on),
  shown.period_start_on,
  shown.is_complete,
  coalesce(now.open_count, 0) as open_count,
  coalesce(before.opening_count, 0) as opening_count,
  coalesce(now.created_count, 0) as created_count,
  coalesce(before.won_count, 0) as won_count,
  coalesce(before.lost_count, 0) as lost_count,
  coalesce(kept_count, 0)
    - (coalesce(opening_count, 0) - coalesce(won_count, 0) - coalesce(lost_count, 0))
    as moved_count,
  -- Of no deals the amount is nothing; of deals without any amount nobody knows it.
  if(coalesce(now.open_count, 0) = 0, 0, amount_of(open_cents)) as open_amount,
  if(coalesce(opening_count, 0) = 0, 0, amount_of(opening_cents)) as opening_amount,
  if(coalesce(created_count, 0) = 0, 0, amount_of(created_cents)) as created_amount,
  if(coalesce(won_count, 0) = 0, 0, amount_of(won_cents)) as won_amount,
  if(coalesce(lost_count, 0) = 0, 0, amount_of(lost_cents)) as lost_amount,
  if(
    coalesce(now.open_count, 0) + coalesce(opening_count, 0) > 0
      and open_cents is null and opening_cents is null,
    null,
    amount_of(
      coalesce(open_cents, 0) - coalesce(created_cents, 0) - coalesce(opening_cents, 0)
        + coalesce(won_cents, 0) + coalesce(lost_cents, 0)
    )
  ) as changed_amount,
  coalesce(priced_count, 0) as priced_count,
  priced_count / now.open_count as priced_share,
  coalesce(weighted_count, 0) as weighted_count,
  if(coalesce(now.open_count, 0) = 0, 0, amount_of(weighted_cents)) as weighted_amount,
  if(weighted_amount is null, null, amount_of(coalesce(weighable_cents, 0))) as weighable_amount,
  coalesce(forecast_count, 0) as forecast_count,
  forecast_count / now.open_count as forecast_share,
  coalesce(pushed_count, 0) as pushed_count,
  pushed_count / nullif(now.forecast_count, 0) as pushed_share,
  wilson_low(pushed_count, now.forecast_count) as pushed_share_low,
  wilson_high(pushed_count, now.forecast_count) as pushed_share_high,
  coalesce(pushes_count, 0) as pushes_count,
  coalesce(dated_count, 0) as dated_count,
  dated_count / now.open_count as dated_share,
  coalesce(overdue_count, 0) as overdue_count,
  overdue_count / nullif(now.dated_count, 0) as overdue_share,
  wilson_low(overdue_count, now.dated_count) as overdue_share_low,
  wilson_high(overdue_count, now.dated_count) as overdue_share_high,
  if(coalesce(overdue_count, 0) = 0, 0, amount_of(overdue_cents)) as overdue_amount,
  coalesce(least(dated_count, forecast_count), 0) >= getvariable('minimum_sample')
    as has_minimum_sample
from starts
  join shown
    on shown.period_kind = starts.period_kind and shown.period_start_on >= first_start_on
  left join now
    on now.period_kind = starts.period_kind and now.period_start_on = shown.period_start_on
    and now.stage = starts.stage
    and now.dimension = starts.dimension and now.dimension_value = starts.dimension_value
  left join before
    on before.period_kind = starts.period_kind and before.period_start_on = shown.period_start_on
    and before.stage = starts.stage
    and before.dimension = starts.dimension and before.dimension_value = starts.dimension_value
