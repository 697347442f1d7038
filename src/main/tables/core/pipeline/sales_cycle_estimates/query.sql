with cycles_by_day as (
  select
    basis,
    period_kind,
    period_start_on,
    dimension,
    dimension_value,
    -- A watch that goes on ends today.
    datediff(coalesce(watched_until_on, :as_of), created_on) as cycle_days,
    watched_after_days,
    count_if(status = 'won') as won_count,
    count_if(status = 'lost') as lost_count,
    count_if(status = 'open') as open_count,
    coalesce(sum(won_cents), 0) as won_cents
  from deal_periods
  lateral view stack(
    8,
    'all', 'all',
    'country', country,
    'segment', segment,
    'owner', owner,
    'team', team,
    'product_category', product_category,
    'acquisition_channel', acquisition_channel,
    'pipeline', pipeline
  ) slices as dimension, dimension_value
  group by all
),

slice_curves as (
  select
    basis,
    period_kind,
    period_start_on,
    dimension,
    dimension_value,
    sum(won_count) as won_count,
    sum(lost_count) as lost_count,
    sum(open_count) as open_count,
    sum(if(cycle_days is null, won_count + lost_count + open_count, 0)) as undated_count,
    sum(if(cycle_days < 0, won_count + lost_count, 0)) as closed_before_created_count,
    sum(won_cents) as won_cents,
    sum(cycle_days * won_count) as won_days,
    sum(if(cycle_days is null, 0, won_count)) as dated_won_count,
    percentile(cycle_days, 0.5, won_count) as won_median_days,
    sum(cycle_days * lost_count) as lost_days,
    sum(if(cycle_days is null, 0, lost_count)) as dated_lost_count,
    percentile(cycle_days, 0.5, lost_count) as lost_median_days,
    -- A deal that is closed before its creation took no time.
    competing_risk_curve(
      collect_list(
        named_struct(
          'day', greatest(cycle_days, 0),
          'won', won_count,
          'lost', lost_count,
          'open', open_count,
          'watched_after', watched_after_days
        )
      ) filter (where cycle_days is not null)
    ) as curve,
    incidence_quantiles(curve, array(0.25D, 0.5D, 0.75D, 0.9D)) as quantiles,
    incidence_quantiles_if_won(curve, array(0.25D, 0.5D, 0.75D, 0.9D)) as quantiles_if_won
  from cycles_by_day
  group by basis, period_kind, period_start_on, dimension, dimension_value
)

select
  basis,
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  won_count,
  lost_count,
  open_count,
  undated_count,
  closed_before_created_count,
  won_cents,
  try_element_at(curve, -1).won_incidence as won_incidence,
  quantiles[0] as p25_days,
  quantiles[1] as median_days,
  quantiles[2] as p75_days,
  quantiles[3] as p90_days,
  quantiles_if_won[0] as p25_days_if_won,
  quantiles_if_won[1] as median_days_if_won,
  quantiles_if_won[2] as p75_days_if_won,
  quantiles_if_won[3] as p90_days_if_won,
  won_days / nullif(dated_won_count, 0) as closed_only_won_mean_days,
  won_median_days as closed_only_won_median_days,
  lost_days / nullif(dated_lost_count, 0) as closed_only_lost_mean_days,
  lost_median_days as closed_only_lost_median_days
from slice_curves
