-- Deals live longer than weeks. All time is a period of creation only.
with reported_periods as (
  select basis, period_kind, period_start_on, period_end_on, is_complete as is_over
  from periods
  lateral view explode(array('created', 'active')) bases as basis
  where period_kind not in ('week', 'rolling_12_months')
  union all
  select 'created', 'all', :calendar_starts_on, cast(null as date), false
),

counted_cycles as (
  -- A period in which nothing happened is a zero row, not a gap.
  select
    period.* except (period_end_on),
    slice.dimension, slice.dimension_value,
    coalesce(estimate.won_count, 0) as won_count, coalesce(estimate.lost_count, 0) as lost_count,
    coalesce(estimate.open_count, 0) as open_count,
    coalesce(estimate.undated_count, 0) as undated_count,
    coalesce(estimate.closed_before_created_count, 0) as closed_before_created_count,
    coalesce(estimate.won_priced_count, 0) as won_priced_count,
    -- Of deals of which none has an amount, nobody knows what they were worth.
    if(estimate.won_count > 0, estimate.won_cents, 0) as won_cents,
    estimate.* except (
      basis, period_kind, period_start_on, dimension, dimension_value, won_count, lost_count,
      open_count, undated_count, closed_before_created_count, won_priced_count, won_cents
    ),
    -- Were every open deal won as well, half of all that are won would be won already.
    coalesce(won_incidence >= still_open_share - 1e-9, true) as has_reached_median
  from deal_slices as slice
  join reported_periods as period
    on period.period_kind = 'all' or period.period_end_on > slice.first_on
  left join sales_cycle_estimates as estimate
    on estimate.basis = period.basis
    and estimate.period_kind = period.period_kind
    and estimate.period_start_on = period.period_start_on
    and estimate.dimension = slice.dimension
    and estimate.dimension_value = slice.dimension_value
),

judged_cycles as (
  select
    *,
    won_count + lost_count as decided_count,
    won_count + lost_count + open_count as deals_count,
    array('p25_days', 'median_days', 'p75_days', 'p90_days') as names,
    array(p25_days, median_days, p75_days, p90_days) as of_all,
    array(p25_at_risk_count, median_at_risk_count, p75_at_risk_count, p90_at_risk_count)
      as of_all_at_risk,
    array(p25_days_if_won, median_days_if_won, p75_days_if_won, p90_days_if_won) as if_won,
    array(
      p25_if_won_at_risk_count, median_if_won_at_risk_count,
      p75_if_won_at_risk_count, p90_if_won_at_risk_count
    ) as if_won_at_risk
  from counted_cycles
)

select
  basis, period_kind, period_start_on, dimension, dimension_value, deals_count,
  won_count, lost_count, open_count, undated_count, closed_before_created_count,
  open_count / nullif(deals_count, 0) as open_share,
  wilson_low(open_count, deals_count) as open_share_low,
  wilson_high(open_count, deals_count) as open_share_high,
  won_count / nullif(decided_count, 0) as win_rate,
  wilson_low(won_count, decided_count) as win_rate_low,
  wilson_high(won_count, decided_count) as win_rate_high,
  won_incidence, last_age_days, last_at_risk_count,
  -- What rests on few deals is withheld: one slow deal alone at risk would be the headline.
  if(p25_at_risk_count >= :minimum_at_risk, p25_days, null) as p25_days,
  if(median_at_risk_count >= :minimum_at_risk, median_days, null) as median_days,
  median_days_low, median_days_high,
  if(p75_at_risk_count >= :minimum_at_risk, p75_days, null) as p75_days,
  if(p90_at_risk_count >= :minimum_at_risk, p90_days, null) as p90_days,
  p25_at_risk_count, median_at_risk_count, p75_at_risk_count, p90_at_risk_count,
  if(p25_if_won_at_risk_count >= :minimum_at_risk, p25_days_if_won, null) as p25_days_if_won,
  if(median_if_won_at_risk_count >= :minimum_at_risk, median_days_if_won, null)
    as median_days_if_won,
  median_days_if_won_low, median_days_if_won_high,
  if(p75_if_won_at_risk_count >= :minimum_at_risk, p75_days_if_won, null) as p75_days_if_won,
  if(p90_if_won_at_risk_count >= :minimum_at_risk, p90_days_if_won, null) as p90_days_if_won,
  p25_if_won_at_risk_count, median_if_won_at_risk_count,
  p75_if_won_at_risk_count, p90_if_won_at_risk_count,
  nullif(array_join(transform(
    concat(names, transform(names, name -> name || '_if_won')),
    (name, i) -> case
      when concat(of_all_at_risk, if_won_at_risk)[i] < :minimum_at_risk
        then name || ': fewer than ' || :minimum_at_risk || ' deals at risk'
      when concat(of_all, if_won)[i] is null then name || ': not reached'
    end
  ), '; '), '') as quantiles_missing_because,
  has_reached_median,
  closed_only_won_mean_days, closed_only_won_median_days,
  closed_only_lost_mean_days, closed_only_lost_median_days,
  won_priced_count, cast(won_cents * 0.01 as decimal(18, 2)) as won_amount,
  is_over and (basis = 'active' or has_reached_median) as is_complete,
  is_over,
  -- Each rate is flagged by its own denominator.
  decided_count >= :minimum_sample as has_minimum_sample,
  deals_count >= :minimum_sample as open_share_has_minimum_sample
from judged_cycles
