with cumulative_ages as (
  select
    cohort_month_on,
    months_since_first,
    dimension,
    dimension_value,
    is_complete,
    cohort_customers,
    sum(net_revenue_cents) over up_to_age as net_revenue_cents,
    sum(margin_cents) over up_to_age as margin_cents
  from cohort_ages
  window up_to_age as (
    partition by cohort_month_on, dimension, dimension_value
    order by months_since_first
    rows between unbounded preceding and current row
  )
),

residuals as (
  select
    v.cohort_month_on,
    slices.dimension,
    slices.dimension_value,
    -- Who is not valued adds neither to the sums nor to their denominator.
    nullif(count(v.expected_margin_36_months_amount), 0) as valued_customers,
    cast(sum(v.expected_margin_36_months_amount) * 100 as bigint) as residual_cents,
    cast(sum(v.lifetime_value_amount) * 100 as bigint) as lifetime_value_cents
  from customer_lifetime_values as v
    lateral view stack(
      4,
      'all', 'all',
      'country', v.country,
      'segment', v.segment,
      'acquisition_channel', v.acquisition_channel
    ) slices as dimension, dimension_value
  group by v.cohort_month_on, slices.dimension, slices.dimension_value
),

-- What was spent on winning customers in the month of the cohort; a cost belongs to the channel
-- that it names, else to that of its campaign. Nobody books costs by country or segment.
acquisition_spending as (
  select
    trunc(k.incurred_on, 'month') as cohort_month_on,
    slices.dimension,
    slices.dimension_value,
    sum(k.cost_cents) as cost_cents
  from cost_values as k
    left join campaigns as g on g.campaign_id = k.campaign_id
    lateral view stack(
      2, 'all', 'all', 'acquisition_channel', coalesce(k.channel, g.channel)
    ) slices as dimension, dimension_value
  where k.kind in ('marketing', 'sales')
  group by trunc(k.incurred_on, 'month'), slices.dimension, slices.dimension_value
)

select
  a.cohort_month_on,
  a.months_since_first,
  a.dimension,
  a.dimension_value,
  a.is_complete,
  a.cohort_customers,
  cast(a.net_revenue_cents * 0.01 as decimal(18, 2)) as cumulative_net_revenue_amount,
  cast(a.net_revenue_cents * 0.01 / nullif(a.cohort_customers, 0) as decimal(18, 2))
    as cumulative_net_revenue_per_customer_amount,
  cast(a.margin_cents * 0.01 as decimal(18, 2)) as cumulative_margin_amount,
  cast(a.margin_cents * 0.01 / nullif(a.cohort_customers, 0) as decimal(18, 2))
    as cumulative_margin_per_customer_amount,
  cast(r.residual_cents * 0.01 as decimal(18, 2)) as residual_margin_amount,
  r.valued_customers,
  cast(r.residual_cents * 0.01 / r.valued_customers as decimal(18, 2))
    as residual_margin_per_customer_amount,
  cast(r.lifetime_value_cents * 0.01 / r.valued_customers as decimal(18, 2))
    as lifetime_value_per_customer_amount,
  cast(c.cost_cents * 0.01 as decimal(18, 2)) as acquisition_cost_amount,
  cast(c.cost_cents * 0.01 / nullif(a.cohort_customers, 0) as decimal(18, 2))
    as acquisition_cost_per_customer_amount,
  min(case when a.margin_cents >= c.cost_cents then a.months_since_first end) over cohort
    as payback_months
from cumulative_ages as a
  left join residuals as r
    on r.cohort_month_on = a.cohort_month_on
    and r.dimension = a.dimension
    and r.dimension_value = a.dimension_value
  left join acquisition_spending as c
    on c.cohort_month_on = a.cohort_month_on
    and c.dimension = a.dimension
    and c.dimension_value = a.dimension_value
window cohort as (partition by a.cohort_month_on, a.dimension, a.dimension_value)
