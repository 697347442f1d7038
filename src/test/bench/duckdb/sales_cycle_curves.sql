with sliced_deals as (
  unpivot (
    select
      status,
      greatest(coalesce(closed_on, getvariable('as_of')) - created_on, 0) as days_open,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
    where created_on is not null and not (status <> 'open' and closed_on is null)
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

days as (
  select
    dimension, dimension_value, day,
    sum(won) as won,
    sum(lost) as lost,
    sum(sum(ended)) over (
      partition by dimension, dimension_value
      order by day
      rows between current row and unbounded following
    ) as at_risk
  from (
    select
      dimension, dimension_value, days_open as day,
      count_if(status = 'won') as won,
      count_if(status = 'lost') as lost,
      count(*) as ended
    from sliced_deals
    group by all
    union all
    select distinct dimension, dimension_value, 0, 0, 0, 0
    from sliced_deals
  ) as day_counts
  group by dimension, dimension_value, day
),

steps as (
  select
    *,
    coalesce(product(1 - (won + lost) / at_risk) over before, 1) as open_before
  from days
  window before as (
    partition by dimension, dimension_value
    order by day
    rows between unbounded preceding and 1 preceding
  )
),

curves as (
  select
    *,
    sum(open_before * won / at_risk) over so_far as won_incidence,
    sum(open_before * lost / at_risk) over so_far as lost_incidence,
    open_before * (1 - (won + lost) / at_risk) as still_open_share
  from steps
  window so_far as (partition by dimension, dimension_value order by day)
),

-- The delta-method variance (Marubini and Valsecchi 1995, chapter 10), sum by sum as printed.
variances as (
  select
    today.dimension, today.dimension_value, today.day,
    sum(
      if(
        past.at_risk > past.won + past.lost,
        (today.won_incidence - past.won_incidence) ^ 2 * (past.won + past.lost)
          / (past.at_risk * (past.at_risk - past.won - past.lost)),
        0
      )
      + past.open_before ^ 2 * past.won * (past.at_risk - past.won) / past.at_risk ^ 3
      - 2 * (today.won_incidence - past.won_incidence) * past.open_before * past.won
        / past.at_risk ^ 2
    ) as variance
  from curves as today
    join curves as past
      on past.dimension = today.dimension
      and past.dimension_value = today.dimension_value
      and past.day <= today.day
  where past.won + past.lost > 0
  group by all
),

-- Symmetric in log(-log(share)); a share of 0 or 1 has no width.
shifted as (
  select
    curves.*,
    exp(
      1.959963984540054 * sqrt(greatest(coalesce(variance, 0), 0))
      / (won_incidence * -ln(won_incidence))
    ) as shift
  from curves
    left join variances using (dimension, dimension_value, day)
  where won_incidence > 0 and won_incidence < 1
)

select
  curves.*,
  curves.at_risk as at_risk_count,
  coalesce(curves.won_incidence ^ shift, if(curves.won_incidence <= 0, 0, 1))
    as won_incidence_low,
  coalesce(curves.won_incidence ^ (1 / shift), if(curves.won_incidence <= 0, 0, 1))
    as won_incidence_high,
  curves.at_risk >= getvariable('minimum_sample') as has_minimum_sample
from curves
  left join shifted using (dimension, dimension_value, day)
