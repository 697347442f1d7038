with sales_periods as (
  select basis, period_kind, period_start_on, period_end_on - 1 as last_on, is_complete
  from periods
    cross join (values ('created'), ('active')) as bases (basis)
  where period_kind <> 'week'
  union all
  select 'created', 'all', getvariable('calendar_starts_on'), null, false
),

cycles as (
  select
    periods.basis,
    periods.period_kind,
    periods.period_start_on,
    slices.dimension,
    slices.dimension_value,
    periods.is_complete,
    coalesce(won_count, 0) as won_count,
    coalesce(lost_count, 0) as lost_count,
    coalesce(open_count, 0) as open_count,
    coalesce(undated_count, 0) as undated_count,
    coalesce(closed_before_created_count, 0) as closed_before_created_count,
    amount_of(coalesce(won_cents, 0)) as won_amount,
    won_incidence,
    columns('^p?\w+_days(_if_won)?$')
  from deal_slices as slices
    join sales_periods as periods
      on periods.period_kind = 'all' or periods.last_on >= slices.first_on
    left join sales_cycle_estimates as estimates
      on estimates.basis = periods.basis
      and estimates.period_kind = periods.period_kind
      and estimates.period_start_on = periods.period_start_on
      and estimates.dimension = slices.dimension
      and estimates.dimension_value = slices.dimension_value
)

select
  *,
  won_count + lost_count + open_count as deals_count,
  open_count / nullif(deals_count, 0) as open_share,
  wilson_low(open_count, deals_count) as open_share_low,
  wilson_high(open_count, deals_count) as open_share_high,
  won_count / nullif(won_count + lost_count, 0) as win_rate,
  wilson_low(won_count, won_count + lost_count) as win_rate_low,
  wilson_high(won_count, won_count + lost_count) as win_rate_high,
  won_count + lost_count >= getvariable('minimum_sample') as has_minimum_sample,
  deals_count >= getvariable('minimum_sample') as open_share_has_minimum_sample
from cycles
