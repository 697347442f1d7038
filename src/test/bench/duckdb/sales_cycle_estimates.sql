with sliced_deals as (
  unpivot (
    select
      basis,
      period_kind,
      period_start_on,
      status,
      case
        when status = 'open' then coalesce(watched_until_on, getvariable('as_of'))
        else watched_until_on
      end - created_on as cycle_days,
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
    count(*) filter (where cycle_days < 0 and status <> 'open') as closed_before_created_count,
    count_if(won_cents is not null) as won_priced_count,
    sum(won_cents) as won_cents,
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
    coalesce(product(1 - closed / at_risk) over before, 1) as open_before
  from watched_ages
  window before as (
    partition by basis, period_kind, period_start_on, dimension, dimension_value
    order by age
    rows between unbounded preceding and 1 preceding
  )
),

curves as (
  select
    *,
    open_before * (1 - closed / at_risk) as still_open,
    sum(open_before * won / at_risk) over (slices order by age) as incidence,
    sum(open_before * won / at_risk) over slices as last_incidence,
    max(age) over slices as last_age
  from steps
  window slices as (
    partition by basis, period_kind, period_start_on, dimension, dimension_value
  )
),

-- The delta-method variance (Marubini and Valsecchi 1995, chapter 10), sum by sum as printed.
variances as (
  select
    today.basis, today.period_kind, today.period_start_on, today.dimension, today.dimension_value,
    today.age,
    sum(
      if(
        past.at_risk > past.closed,
        (today.incidence - past.incidence) ^ 2 * past.closed
          / (past.at_risk * (past.at_risk - past.closed)),
        0
      )
      + past.open_before ^ 2 * past.won * (past.at_risk - past.won) / past.at_risk ^ 3
      - 2 * (today.incidence - past.incidence) * past.open_before * past.won / past.at_risk ^ 2
    ) as variance
  from curves as today
    join curves as past
      on past.basis = today.basis
      and past.period_kind = today.period_kind
      and past.period_start_on = today.period_start_on
      and past.dimension = today.dimension
      and past.dimension_value = today.dimension_value
      and past.age <= today.age
  where past.closed > 0
  group by all
),

-- Symmetric in log(-log(share)); a share of 0 or 1 has no width.
bounded as (
  select
    curves.*,
    exp(
      1.959963984540054 * sqrt(greatest(coalesce(variance, 0), 0)) / (inside * -ln(inside))
    ) as shift,
    if(incidence > 0 and incidence < 1, incidence ^ shift, incidence) as low,
    if(incidence > 0 and incidence < 1, incidence ^ (1 / shift), incidence) as high
  from (
    select *, if(incidence > 0 and incidence < 1, incidence, 0.5) as inside from curves
  ) as curves
    left join variances using (basis, period_kind, period_start_on, dimension, dimension_value, age)
),

-- Sums of fractions miss a share such as 0.5 by some units in the last place.
wanted as (
  select
    bounded.*,
    name,
    share * if(is_if_won, nullif(last_incidence, 0), 1) - 1e-12 as p
  from bounded
  cross join (values
    ('p25', 0.25, false),
    ('median', 0.5, false),
    ('p75', 0.75, false),
    ('p90', 0.9, false),
    ('p25_if_won', 0.25, true),
    ('median_if_won', 0.5, true),
    ('p75_if_won', 0.75, true),
    ('p90_if_won', 0.9, true)
  ) as shares (name, share, is_if_won)
),

reached as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, name,
    min(age) filter (incidence >= p) as day,
    coalesce(
      arg_min(at_risk, age) filter (incidence >= p),
      -- All that were at risk were decided, and deals of older ages are still watched.
      arg_min(at_risk, age) filter (still_open <= 0 and age < last_age)
    ) as at_risk,
    min(age) filter (high >= p) as low_day,
    arg_min(at_risk, age) filter (high >= p) as low_at_risk,
    min(age) filter (low >= p) as high_day,
    arg_min(at_risk, age) filter (low >= p) as high_at_risk
  from wanted
  group by all
),

ends as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    max(incidence) as won_incidence,
    min(still_open) as still_open_share,
    max(age) as last_age_days,
    arg_max(at_risk, age) as last_at_risk_count
  from curves
  group by all
),

quantiles as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value,
    max(day) filter (name = 'p25') as p25_days,
    max(at_risk) filter (name = 'p25') as p25_at_risk_count,
    max(day) filter (name = 'median') as median_days,
    max(at_risk) filter (name = 'median') as median_at_risk_count,
    max(low_day) filter (name = 'median' and low_at_risk >= getvariable('minimum_at_risk'))
      as median_days_low,
    max(high_day) filter (name = 'median' and high_at_risk >= getvariable('minimum_at_risk'))
      as median_days_high,
    max(day) filter (name = 'p75') as p75_days,
    max(at_risk) filter (name = 'p75') as p75_at_risk_count,
    max(day) filter (name = 'p90') as p90_days,
    max(at_risk) filter (name = 'p90') as p90_at_risk_count,
    max(day) filter (name = 'p25_if_won') as p25_days_if_won,
    max(at_risk) filter (name = 'p25_if_won') as p25_if_won_at_risk_count,
    max(day) filter (name = 'median_if_won') as median_days_if_won,
    max(at_risk) filter (name = 'median_if_won') as median_if_won_at_risk_count,
    max(low_day) filter (name = 'median_if_won' and low_at_risk >= getvariable('minimum_at_risk'))
      as median_days_if_won_low,
    max(high_day) filter (name = 'median_if_won' and high_at_risk >= getvariable('minimum_at_risk'))
      as median_days_if_won_high,
    max(day) filter (name = 'p75_if_won') as p75_days_if_won,
    max(at_risk) filter (name = 'p75_if_won') as p75_if_won_at_risk_count,
    max(day) filter (name = 'p90_if_won') as p90_days_if_won,
    max(at_risk) filter (name = 'p90_if_won') as p90_if_won_at_risk_count
  from reached
  group by all
)

from counts
  left join ends using (basis, period_kind, period_start_on, dimension, dimension_value)
  left join quantiles using (basis, period_kind, period_start_on, dimension, dimension_value)
