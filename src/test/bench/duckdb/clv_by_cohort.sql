-- Customer by customer, from what each bought each month; cohort_ages is not read. What is expected
-- of customers is not computed.
with slices as (
  unpivot (
    select customer_id, cohort_month_on, 'all' as "all", country, segment, acquisition_channel
    from customer_origins
    where cohort_month_on is not null
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

reached_ages as (
  select
    cohort_month_on,
    dimension,
    dimension_value,
    count(*) as cohort_customers,
    unnest(range(1 + date_diff('month', cohort_month_on, month_of(getvariable('as_of')))))
      as months_since_first
  from slices
  group by cohort_month_on, dimension, dimension_value
),

slice_months as (
  select
    slices.cohort_month_on,
    slices.dimension,
    slices.dimension_value,
    months.month_start_on,
    months.net_revenue_cents,
    months.margin_cents
  from slices
    join customer_months as months
      on months.customer_id = slices.customer_id
      and months.month_start_on >= slices.cohort_month_on
),

so_far as (
  select
    ages.cohort_month_on,
    ages.dimension,
    ages.dimension_value,
    ages.months_since_first,
    ages.cohort_customers,
    coalesce(sum(months.net_revenue_cents), 0) as net_revenue_cents,
    coalesce(sum(months.margin_cents), 0) as margin_cents
  from reached_ages as ages
    left join slice_months as months
      on months.cohort_month_on = ages.cohort_month_on
      and months.dimension = ages.dimension
      and months.dimension_value = ages.dimension_value
      and months.month_start_on <= months_after(ages.cohort_month_on, ages.months_since_first)
  group by all
),

winning_costs as (
  select
    month_of(costs.incurred_on) as cohort_month_on,
    costs.cost_cents,
    coalesce(costs.channel, campaigns.channel) as channel
  from cost_values as costs
    left join campaigns on campaigns.campaign_id = costs.campaign_id
  where costs.kind = 'marketing' or costs.kind = 'sales'
),

slice_costs as (
  select cohort_month_on, 'all' as dimension, 'all' as dimension_value, sum(cost_cents) as cents
  from winning_costs
  group by cohort_month_on
  union all
  select cohort_month_on, 'acquisition_channel', channel, sum(cost_cents)
  from winning_costs
  where channel is not null
  group by cohort_month_on, channel
)

select
  so_far.*,
  months_after(so_far.cohort_month_on, months_since_first + 1) <= getvariable('as_of') + 1
    as is_complete,
  amount_of(net_revenue_cents) as cumulative_net_revenue_amount,
  amount_each(net_revenue_cents, cohort_customers) as cumulative_net_revenue_per_customer_amount,
  amount_of(margin_cents) as cumulative_margin_amount,
  amount_each(margin_cents, cohort_customers) as cumulative_margin_per_customer_amount,
  amount_of(cents) as acquisition_cost_amount,
  amount_each(cents, cohort_customers) as acquisition_cost_per_customer_amount,
  min(months_since_first) filter (where margin_cents >= cents) over (
    partition by so_far.cohort_month_on, so_far.dimension, so_far.dimension_value
  ) as payback_months
from so_far
  left join slice_costs as costs
    on costs.cohort_month_on = so_far.cohort_month_on
    and costs.dimension = so_far.dimension
    and costs.dimension_value = so_far.dimension_value
