with period_ages as (
  select
    m.period_kind, m.period_start_on, a.dimension, a.dimension_value, a.months_since_first,
    sum(a.cohort_customers) as customers,
    sum(a.margin_cents) as margin_cents
  from cohort_ages as a
    join period_months as m on m.month_start_on = a.cohort_month_on
  where a.dimension in ('all', 'acquisition_channel')
  group by all
),

cumulative_ages as (
  select
    period_kind, period_start_on, dimension, dimension_value, months_since_first,
    customers, margin_cents,
    -- An age counts once all customers of the period have reached it.
    customers = max(customers) over slice as is_reached_by_all,
    sum(margin_cents) over up_to_age as cumulative_cents
  from period_ages
  window
    slice as (partition by period_kind, period_start_on, dimension, dimension_value),
    up_to_age as (
      partition by period_kind, period_start_on, dimension, dimension_value
      order by months_since_first
    )
),

paybacks as (
  select
    p.period_kind, p.period_start_on, p.dimension, p.dimension_value,
    max(a.customers) as customers,
    sum(a.margin_cents) as margin_cents,
    min(if(
      a.is_reached_by_all and a.cumulative_cents >= p.marketing_cents + p.sales_cents,
      a.months_since_first, null
    )) as payback_months
  from acquisition_periods as p
    join cumulative_ages as a
      using (period_kind, period_start_on, dimension, dimension_value)
  group by all
),

lifetime_values as (
  select
    m.period_kind, m.period_start_on, slices.dimension, slices.dimension_value,
    sum(v.costed_revenue_amount) as costed_amount,
    sum(v.net_revenue_amount) as revenue_amount,
    count(v.lifetime_value_amount) as valued_customers,
    sum(v.lifetime_value_amount) as lifetime_value_amount
  from customer_lifetime_values as v
    join period_months as m on m.month_start_on = v.cohort_month_on
    lateral view stack(
      2, 'all', 'all', 'acquisition_channel', v.acquisition_channel
    ) slices as dimension, dimension_value
  group by all
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  new_customers,
  new_customers >= :minimum_sample as has_minimum_sample,
  cast(marketing_cents * 0.01 as decimal(18, 2)) as marketing_cost_amount,
  cast(sales_cents * 0.01 as decimal(18, 2)) as sales_cost_amount,
  cast((marketing_cents + sales_cents) * 0.01 as decimal(18, 2)) as acquisition_cost_amount,
  cast(acquisition_cost_amount / nullif(new_customers, 0) as decimal(18, 2))
    as customer_acquisition_cost_amount,
  cast(lagged_cents * 0.01 as decimal(18, 2)) as lagged_cost_amount,
  cast(lagged_cost_amount / nullif(new_customers, 0) as decimal(18, 2))
    as lagged_customer_acquisition_cost_amount,
  cast(costed_amount / nullif(revenue_amount, 0) as double) as costed_revenue_share,
  -- A margin of goods whose cost nobody knows is not one of zero, and pays nothing back.
  if(costed_amount <> 0, cast(margin_cents * 0.01 as decimal(18, 2)), null)
    as realised_margin_amount,
  if(realised_margin_amount is null, null, payback_months) as payback_months,
  coalesce(valued_customers, 0) as valued_customers,
  cast(lifetime_value_amount / nullif(valued_customers, 0) as decimal(18, 2))
    as mean_lifetime_value_amount,
  cast(mean_lifetime_value_amount / nullif(customer_acquisition_cost_amount, 0) as double)
    as clv_to_cac,
  coalesce(customers, 0) as cohort_customers,
  cast(sum(marketing_cents + sales_cents) over slices * 0.01 as decimal(18, 2))
    as channels_cost_amount,
  cast(max(if(dimension = 'all', marketing_cents + sales_cents, null)) over period * 0.01
    as decimal(18, 2)) as all_cost_amount
from acquisition_periods
  left join paybacks using (period_kind, period_start_on, dimension, dimension_value)
  left join lifetime_values using (period_kind, period_start_on, dimension, dimension_value)
window
  slices as (partition by period_kind, period_start_on, dimension),
  period as (partition by period_kind, period_start_on)
