-- How many deals of a slice are as old as each other, and what became of them.
with deals_by_age as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    -- A watch that goes on ends today; that of a deal decided nobody knows when has no days.
    datediff(if(status = 'open', coalesce(watched_until_on, :as_of), watched_until_on), created_on)
      as cycle_days,
    watched_after_days,
    count_if(status = 'won') as won_count,
    count_if(status = 'lost') as lost_count,
    count_if(status = 'open') as open_count,
    count(won_cents) as won_priced_count,
    sum(won_cents) as won_cents
  from deal_periods
  lateral view stack(
    8,
    'all', 'all', 'country', country, 'segment', segment, 'owner', owner, 'team', team,
    'product_category', product_category, 'acquisition_channel', acquisition_channel,
    'pipeline', pipeline
  ) slices as dimension, dimension_value
  group by all
),

slice_counts as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    sum(won_count) as won_count,
    sum(lost_count) as lost_count,
    sum(open_count) as open_count,
    sum(if(cycle_days is null, won_count + lost_count + open_count, 0)) as undated_count,
    sum(if(cycle_days < 0, won_count + lost_count, 0)) as closed_before_created_count,
    sum(won_priced_count) as won_priced_count, sum(won_cents) as won_cents,
    sum(cycle_days * won_count) as won_days,
    sum(if(cycle_days is null, 0, won_count)) as dated_won_count,
    percentile(cycle_days, 0.5, won_count) as won_median_days,
    sum(cycle_days * lost_count) as lost_days,
    sum(if(cycle_days is null, 0, lost_count)) as dated_lost_count,
    percentile(cycle_days, 0.5, lost_count) as lost_median_days,
    competing_risk_curve(
      collect_list(
        struct(
          -- A deal that is closed before its creation took no time.
          greatest(cycle_days, 0), won_count, lost_count, open_count, watched_after_days
        )
      ) filter (where cycle_days is not null)
    ) as curve
  from deals_by_age
  group by basis, period_kind, period_start_on, dimension, dimension_value
),

slice_quantiles as (
  select
    *,
    try_element_at(curve, -1) as oldest,
    incidence_quantiles(curve, array(0.25D, 0.5D, 0.75D, 0.9D)) as of_all,
    incidence_quantiles_if_won(curve, array(0.25D, 0.5D, 0.75D, 0.9D)) as if_won
  from slice_counts
)

select
  basis, period_kind, period_start_on, dimension, dimension_value,
  won_count, lost_count, open_count, undated_count, closed_before_created_count,
  won_priced_count, won_cents,
  oldest.won_incidence as won_incidence,
  oldest.still_open as still_open_share,
  oldest.day as last_age_days,
  oldest.at_risk as last_at_risk_count,
  of_all[0].day as p25_days,
  of_all[0].at_risk as p25_at_risk_count,
  of_all[1].day as median_days,
  of_all[1].at_risk as median_at_risk_count,
  -- An end of an interval rests on enough deals, or it is none.
  if(of_all[1].low_at_risk >= :minimum_at_risk, of_all[1].low_day, null) as median_days_low,
  if(of_all[1].high_at_risk >= :minimum_at_risk, of_all[1].high_day, null) as median_days_high,
  of_all[2].day as p75_days,
  of_all[2].at_risk as p75_at_risk_count,
  of_all[3].day as p90_days,
  of_all[3].at_risk as p90_at_risk_count,
  if_won[0].day as p25_days_if_won,
  if_won[0].at_risk as p25_if_won_at_risk_count,
  if_won[1].day as median_days_if_won,
  if_won[1].at_risk as median_if_won_at_risk_count,
  if(if_won[1].low_at_risk >= :minimum_at_risk, if_won[1].low_day, null)
    as median_days_if_won_low,
  if(if_won[1].high_at_risk >= :minimum_at_risk, if_won[1].high_day, null)
    as median_days_if_won_high,
  if_won[2].day as p75_days_if_won,
  if_won[2].at_risk as p75_if_won_at_risk_count,
  if_won[3].day as p90_days_if_won,
  if_won[3].at_risk as p90_if_won_at_risk_count,
  won_days / nullif(dated_won_count, 0) as closed_only_won_mean_days,
  won_median_days as closed_only_won_median_days,
  lost_days / nullif(dated_lost_count, 0) as closed_only_lost_mean_days,
  lost_median_days as closed_only_lost_median_days
from slice_quantiles
