-- A deal adds to the end of its period, and is taken out of its cell at the end of the next one.
with entries as (
  select
    period_kind, period_start_on, stage, country, segment, owner, team, product_category,
    acquisition_channel, pipeline,
    1 as deals_count,
    amount_cents,
    is_new,
    cast(null as string) as closed_as,
    cast(round(amount_cents * win_probability) as bigint) as weighted_cents,
    pushes_count,
    has_close_date,
    is_overdue
  from deal_snapshots
  union all
  select
    period_kind, next_start_on, stage, country, segment, owner, team, product_category,
    acquisition_channel, pipeline,
    -1, -amount_cents, false, closed_as, null, null, false, false
  from deal_snapshots
  where next_start_on is not null
)

select
  period_kind,
  period_start_on,
  stages.stage_shown as stage,
  dimension,
  dimension_value,
  count_if(deals_count = 1) as open_count,
  count_if(is_new) as created_count,
  count_if(closed_as = 'won') as won_count,
  count_if(closed_as = 'lost') as lost_count,
  -- Who stays in the cell comes and goes at once, and leaves the change of the amount behind.
  coalesce(sum(deals_count) filter (where not is_new and closed_as is null), 0) as moved_count,
  count_if(deals_count = 1 and amount_cents is not null) as priced_count,
  coalesce(sum(amount_cents) filter (where deals_count = 1), 0) as open_cents,
  sum(amount_cents) filter (where is_new) as created_cents,
  -sum(amount_cents) filter (where closed_as = 'won') as won_cents,
  -sum(amount_cents) filter (where closed_as = 'lost') as lost_cents,
  coalesce(sum(amount_cents) filter (where not is_new and closed_as is null), 0) as changed_cents,
  count(weighted_cents) as weighted_count,
  coalesce(sum(weighted_cents), 0) as weighted_cents,
  coalesce(sum(amount_cents) filter (where weighted_cents is not null), 0) as weighable_cents,
  count(pushes_count) as forecast_count,
  count_if(pushes_count > 0) as pushed_count,
  coalesce(sum(pushes_count), 0) as pushes_count,
  count_if(has_close_date) as dated_count,
  count_if(is_overdue) as overdue_count,
  sum(amount_cents) filter (where is_overdue) as overdue_cents
from entries
lateral view explode(array('all', stage)) stages as stage_shown
lateral view stack(
  8,
  'all', 'all', 'country', country, 'segment', segment, 'owner', owner, 'team', team,
  'product_category', product_category, 'acquisition_channel', acquisition_channel,
  'pipeline', pipeline
) slices as dimension, dimension_value
group by period_kind, period_start_on, stages.stage_shown, dimension, dimension_value
