with reported_periods as (
  select bases.basis, period_kind, period_start_on, period_end_on, is_complete as is_over
  from periods
  lateral view explode(array('created', 'closed')) bases as basis
  where period_kind not in ('week', 'rolling_12_months')
  union all
  select 'created', 'all', :calendar_starts_on, cast(null as date), false
),

horizons as (
  select 'created' as basis, days || '_days' as horizon, days as within_days
  from (select explode(:conversion_window_days) as days)
  union all
  select explode(array('created', 'closed')), 'to_date', null
),

-- Asked is who is old enough; of a deal that was decided nobody knows when, to date alone knows.
-- By closing, a period has the deals that it could decide; by creation, those that began in it.
asked_deals as (
  select
    seen.* except (basis),
    horizons.basis,
    horizons.horizon,
    within_days is null
      or datediff(:as_of, deals.created_on) >= within_days
      and (seen.status = 'open' or sales_cycle_days is not null) as is_eligible,
    if(sales_cycle_days > within_days, 'open', seen.status) as status_then,
    case when is_eligible and status_then <> 'open' and deals.amount_cents is not null
      then cast(greatest(deals.amount_cents, 0) as decimal(18, 0)) end as decided_cents
  from deal_periods as seen
  join deals on deals.opportunity_id = seen.opportunity_id
  join horizons on horizons.basis = if(seen.basis = 'active', 'closed', 'created')
),

slice_counts as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, horizon,
    count(*) as deals_count,
    count_if(is_eligible) as eligible_count,
    count_if(is_eligible and status_then = 'won') as won_count,
    count_if(is_eligible and status_then = 'lost') as lost_count,
    count_if(is_eligible and status_then = 'open') as open_count,
    -- An amount of nothing says nothing of what was at stake.
    count_if(decided_cents > 0) as priced_count,
    sum(decided_cents) filter (where status_then = 'won') as won_cents,
    sum(decided_cents) filter (where status_then = 'lost') as lost_cents,
    -- Deals of unequal amounts count for as many as would say as much (Kish 1965).
    cast(sum(decided_cents) as double) * cast(sum(decided_cents) as double)
      / nullif(cast(sum(decided_cents * decided_cents) as double), 0) as effective_count
  from asked_deals
  lateral view stack(
    8,
    'all', 'all', 'country', country, 'segment', segment, 'owner', owner, 'team', team,
    'product_category', product_category, 'acquisition_channel', acquisition_channel,
    'pipeline', pipeline
  ) slices as dimension, dimension_value
  group by all
)

-- A period in which nothing happened is a zero row, not a gap.
select
  period.basis, period.period_kind, period.period_start_on,
  slice.dimension, slice.dimension_value, asked.horizon,
  coalesce(counts.deals_count, 0) as deals_count, coalesce(eligible_count, 0) as eligible_count,
  coalesce(won_count, 0) as won_count, coalesce(lost_count, 0) as lost_count,
  coalesce(open_count, 0) as open_count,
  won_count / nullif(won_count + lost_count, 0) as win_rate,
  wilson_low(won_count, won_count + lost_count) as win_rate_low,
  wilson_high(won_count, won_count + lost_count) as win_rate_high,
  coalesce(won_count + lost_count >= :minimum_sample, false) as has_minimum_sample,
  won_count / nullif(eligible_count, 0) as won_of_all_rate,
  wilson_low(won_count, eligible_count) as won_of_all_rate_low,
  wilson_high(won_count, eligible_count) as won_of_all_rate_high,
  coalesce(eligible_count >= :minimum_sample, false) as won_of_all_has_minimum_sample,
  coalesce(priced_count, 0) as priced_count,
  priced_count / nullif(won_count + lost_count, 0) as priced_share,
  -- Of deals of which none has an amount, nobody knows what they were worth.
  cast(if(won_count > 0, won_cents, 0) * 0.01 as decimal(18, 2)) as won_amount,
  cast(if(lost_count > 0, lost_cents, 0) * 0.01 as decimal(18, 2)) as lost_amount,
  cast(won_amount as double) / nullif(cast(won_amount + lost_amount as double), 0)
    as win_rate_by_amount,
  wilson_low(win_rate_by_amount * effective_count, effective_count) as win_rate_by_amount_low,
  wilson_high(win_rate_by_amount * effective_count, effective_count) as win_rate_by_amount_high,
  coalesce(priced_count >= :minimum_sample, false) as by_amount_has_minimum_sample,
  period.is_over and case
    when asked.within_days is not null
      then datediff(:as_of, period.period_end_on) + 1 >= asked.within_days
    else period.basis = 'closed' or coalesce(open_count, 0) = 0
  end as is_complete,
  period.is_over
from deal_slices as slice
join reported_periods as period
  on period.period_kind = 'all' or period.period_end_on > slice.first_on
join horizons as asked on asked.basis = period.basis
left join slice_counts as counts
  on counts.basis = period.basis and counts.horizon = asked.horizon
  and counts.period_kind = period.period_kind and counts.period_start_on = period.period_start_on
  and counts.dimension = slice.dimension and counts.dimension_value = slice.dimension_value
