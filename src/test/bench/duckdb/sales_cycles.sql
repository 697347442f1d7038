with sales_periods as (
  select basis, period_kind, period_start_on, period_end_on - 1 as last_on, is_complete as is_over
  from periods
    cross join (values ('created'), ('active')) as bases (basis)
  where period_kind not in ('week', 'rolling_12_months')
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
    periods.is_over,
    coalesce(won_count, 0) as won_count,
    coalesce(lost_count, 0) as lost_count,
    coalesce(open_count, 0) as open_count,
    coalesce(undated_count, 0) as undated_count,
    coalesce(closed_before_created_count, 0) as closed_before_created_count,
    coalesce(won_priced_count, 0) as won_priced_count,
    amount_of(if(coalesce(won_count, 0) = 0, 0, won_cents)) as won_amount,
    -- Even if every open deal is won, half of the won ones are there already.
    coalesce(won_incidence >= (won_incidence + still_open_share) / 2 - 1e-9, true)
      as has_reached_median,
    columns('^(won_incidence|last_\w+|closed_only_\w+|median_days_\w*(low|high))$'),
    [
      {'name': 'p25_days', 'day': p25_days, 'at_risk': p25_at_risk_count},
      {'name': 'median_days', 'day': median_days, 'at_risk': median_at_risk_count},
      {'name': 'p75_days', 'day': p75_days, 'at_risk': p75_at_risk_count},
      {'name': 'p90_days', 'day': p90_days, 'at_risk': p90_at_risk_count},
      {'name': 'p25_days_if_won', 'day': p25_days_if_won, 'at_risk': p25_if_won_at_risk_count},
      {
        'name': 'median_days_if_won',
        'day': median_days_if_won,
        'at_risk': median_if_won_at_risk_count
      },
      {'name': 'p75_days_if_won', 'day': p75_days_if_won, 'at_risk': p75_if_won_at_risk_count},
      {'name': 'p90_days_if_won', 'day': p90_days_if_won, 'at_risk': p90_if_won_at_risk_count}
    ] as quantiles
  from deal_slices as slices
    join sales_periods as periods
      on periods.period_kind = 'all' or periods.last_on >= slices.first_on
    left join sales_cycle_estimates as estimates
      on estimates.basis = periods.basis
      and estimates.period_kind = periods.period_kind
      and estimates.period_start_on = periods.period_start_on
      and estimates.dimension = slices.dimension
      and estimates.dimension_value = slices.dimension_value
),

judged as (
  select
    *,
    [if(q.at_risk >= getvariable('minimum_at_risk'), q.day, null) for q in quantiles] as days,
    [
      concat(
        q.name,
        if(
          q.at_risk < getvariable('minimum_at_risk'),
          concat(': fewer than ', getvariable('minimum_at_risk'), ' deals at risk'),
          ': not reached'
        )
      )
      for q in quantiles
      if q.day is null or q.at_risk < getvariable('minimum_at_risk')
    ] as missing
  from cycles
)

select
  * exclude (quantiles, days, missing),
  days[1] as p25_days,
  days[2] as median_days,
  days[3] as p75_days,
  days[4] as p90_days,
  days[5] as p25_days_if_won,
  days[6] as median_days_if_won,
  days[7] as p75_days_if_won,
  days[8] as p90_days_if_won,
  quantiles[1].at_risk as p25_at_risk_count,
  quantiles[2].at_risk as median_at_risk_count,
  quantiles[3].at_risk as p75_at_risk_count,
  quantiles[4].at_risk as p90_at_risk_count,
  quantiles[5].at_risk as p25_if_won_at_risk_count,
  quantiles[6].at_risk as median_if_won_at_risk_count,
  quantiles[7].at_risk as p75_if_won_at_risk_count,
  quantiles[8].at_risk as p90_if_won_at_risk_count,
  if(len(missing) > 0, array_to_string(missing, '; '), null) as quantiles_missing_because,
  is_over and (has_reached_median or basis <> 'created') as is_complete,
  won_count + lost_count + open_count as deals_count,
  open_count / nullif(deals_count, 0) as open_share,
  wilson_low(open_count, deals_count) as open_share_low,
  wilson_high(open_count, deals_count) as open_share_high,
  won_count / nullif(won_count + lost_count, 0) as win_rate,
  wilson_low(won_count, won_count + lost_count) as win_rate_low,
  wilson_high(won_count, won_count + lost_count) as win_rate_high,
  won_count + lost_count >= getvariable('minimum_sample') as has_minimum_sample,
  deals_count >= getvariable('minimum_sample') as open_share_has_minimum_sample
from judged
