with sliced_deals as (
  unpivot (
    select
      basis,
      period_kind,
      period_start_on,
      status,
      coalesce(watched_until_on, getvariable('as_of')) - created_on as cycle_days,
      watched_after_days,
      won_cents,
      'all' as "all",
      country,
      segment,
      owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deal_periods
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

counts as (
  select
    basis,
    period_kind,
    period_start_on,
    dimension,
    dimension_value,
    count_if(status = 'won') as won_count,
    count_if(status = 'lost') as lost_count,
    count_if(status = 'open') as open_count,
    count_if(cycle_days is null) as undated_count,
    count_if(cycle_days < 0 and status <> 'open') as closed_before_created_count,
    coalesce(sum(won_cents), 0) as won_cents,
    avg(cycle_days) filter (status = 'won') as closed_only_won_mean_days,
    median(cycle_days) filter (status = 'won') as closed_only_won_median_days,
    avg(cycle_days) filter (status = 'lost') as closed_only_lost_mean_days,
    median(cycle_days) filter (status = 'lost') as closed_only_lost_median_days
  from sliced_deals
  group by all
),

-- At an age some deals come under watch and some leave it: won, lost or open.
ages as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    watched_after_days + 1 as age,
    count(*) as entered, 0 as won, 0 as closed, 0 as ended
  from sliced_deals
  where cycle_days is not null
  group by all
  union all
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    greatest(cycle_days, 0) as age,
    0, count_if(status = 'won'), count_if(status <> 'open'), count(*)
  from sliced_deals
  where cycle_days is not null
  group by all
),

watched_ages as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, age,
    sum(won) as won,
    sum(closed) as closed,
    sum(sum(entered)) over so_far - coalesce(sum(sum(ended)) over before, 0) as at_risk
  from ages
  group by basis, period_kind, period_start_on, dimension, dimension_value, age
  window
    so_far as (
      partition by basis, period_kind, period_start_on, dimension, dimension_value
      order by age
    ),
    before as (so_far rows between unbounded preceding and 1 preceding)
),

-- Aalen and Johansen: who is still open when the day begins is won with the odds of the day.
steps as (
  select
    *,
    coalesce(product(1 - closed / at_risk) over before, 1) * won / at_risk as won_share
  from watched_ages
  window before as (
    partition by basis, period_kind, period_start_on, dimension, dimension_value
    order by age
    rows between unbounded preceding and 1 preceding
  )
),

curves as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, age,
    sum(won_share) over (slices order by age) as incidence,
    sum(won_share) over slices as last_incidence
  from steps
  window slices as (
    partition by basis, period_kind, period_start_on, dimension, dimension_value
  )
),

-- Sums of fractions miss a share such as 0.5 by some units in the last place.
quantiles as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    max(incidence) as won_incidence,
    min(age) filter (incidence >= 0.25 - 1e-12) as p25_days,
    min(age) filter (incidence >= 0.5 - 1e-12) as median_days,
    min(age) filter (incidence >= 0.75 - 1e-12) as p75_days,
    min(age) filter (incidence >= 0.9 - 1e-12) as p90_days,
    min(age) filter (last_incidence > 0 and incidence >= 0.25 * last_incidence - 1e-12)
      as p25_days_if_won,
    min(age) filter (last_incidence > 0 and incidence >= 0.5 * last_incidence - 1e-12)
      as median_days_if_won,
    min(age) filter (last_incidence > 0 and incidence >= 0.75 * last_incidence - 1e-12)
      as p75_days_if_won,
    min(age) filter (last_incidence > 0 and incidence >= 0.9 * last_incidence - 1e-12)
      as p90_days_if_won
  from curves
  group by all
)

from counts
  left join quantiles using (basis, period_kind, period_start_on, dimension, dimension_value)
