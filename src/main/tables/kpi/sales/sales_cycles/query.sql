-- Deals live longer than weeks. All time is a period of creation only.
with reported_periods as (
  select basis, period_kind, period_start_on, period_end_on, is_complete
  from periods
  lateral view explode(array('created', 'active')) bases as basis
  where period_kind <> 'week'
  union all
  select
    'created' as basis,
    'all' as period_kind,
    :calendar_starts_on as period_start_on,
    cast(null as date) as period_end_on,
    false as is_complete
),

counted_cycles as (
  -- A period in which nothing happened is a zero row, not a gap.
  select
    period.basis,
    period.period_kind,
    period.period_start_on,
    slice.dimension,
    slice.dimension_value,
    period.is_complete,
    coalesce(estimate.won_count, 0) as won_count,
    coalesce(estimate.lost_count, 0) as lost_count,
    coalesce(estimate.open_count, 0) as open_count,
    coalesce(estimate.undated_count, 0) as undated_count,
    coalesce(estimate.closed_before_created_count, 0) as closed_before_created_count,
    coalesce(estimate.won_cents, 0) as won_cents,
    estimate.won_incidence,
    estimate.p25_days,
    estimate.median_days,
    estimate.p75_days,
    estimate.p90_days,
    estimate.p25_days_if_won,
    estimate.median_days_if_won,
    estimate.p75_days_if_won,
    estimate.p90_days_if_won,
    estimate.closed_only_won_mean_days,
    estimate.closed_only_won_median_days,
    estimate.closed_only_lost_mean_days,
    estimate.closed_only_lost_median_days
  from deal_slices as slice
  join reported_periods as period
    on period.period_kind = 'all' or period.period_end_on > slice.first_on
  left join sales_cycle_estimates as estimate
    on estimate.basis = period.basis
    and estimate.period_kind = period.period_kind
    and estimate.period_start_on = period.period_start_on
    and estimate.dimension = slice.dimension
    and estimate.dimension_value = slice.dimension_value
)

select
  basis,
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  won_count + lost_count + open_count as deals_count,
  won_count,
  lost_count,
  open_count,
  undated_count,
  closed_before_created_count,
  open_count / nullif(won_count + lost_count + open_count, 0) as open_share,
  wilson_low(open_count, won_count + lost_count + open_count) as open_share_low,
  wilson_high(open_count, won_count + lost_count + open_count) as open_share_high,
  won_count / nullif(won_count + lost_count, 0) as win_rate,
  wilson_low(won_count, won_count + lost_count) as win_rate_low,
  wilson_high(won_count, won_count + lost_count) as win_rate_high,
  won_incidence,
  p25_days,
  median_days,
  p75_days,
  p90_days,
  p25_days_if_won,
  median_days_if_won,
  p75_days_if_won,
  p90_days_if_won,
  closed_only_won_mean_days,
  closed_only_won_median_days,
  closed_only_lost_mean_days,
  closed_only_lost_median_days,
  cast(won_cents * 0.01 as decimal(18, 2)) as won_amount,
  is_complete,
  -- Each rate is flagged by its own denominator.
  won_count + lost_count >= :minimum_sample as has_minimum_sample,
  won_count + lost_count + open_count >= :minimum_sample as open_share_has_minimum_sample
from counted_cycles
