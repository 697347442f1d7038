-- From what each customer left month by month; cohort_ages is not read.
with won as (
  select
    customers.customer_id,
    customers.acquisition_channel,
    cohort_month_on,
    date_diff('month', cohort_month_on, month_of(getvariable('as_of'))) as reached_age
  from customer_origins as customers
  where cohort_month_on is not null
),

won_slices as (
  select 'all' as dimension, 'all' as dimension_value, * from won
  union all
  select 'acquisition_channel', acquisition_channel, * from won
),

period_won as (
  select periods.period_kind, periods.period_start_on, won_slices.*
  from won_slices
    join periods on cohort_month_on >= period_start_on and cohort_month_on < period_end_on
  where period_kind <> 'week'
),

won_periods as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    count(*) as cohort_customers,
    min(reached_age) as common_age
  from period_won
  group by all
),

margins as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    date_diff('month', cohort_month_on, month_start_on) as age,
    sum(margin_cents) as cents
  from period_won
    join customer_months using (customer_id)
  where month_start_on >= cohort_month_on
  group by all
),

ages as (
  select won_periods.*, unnest(range(common_age + 1)) as age
  from won_periods
),

paid_back as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    ages.age,
    coalesce(sum(margins.cents) filter (where margins.age <= ages.age), 0) as so_far
  from ages
    left join margins using (period_kind, period_start_on, dimension, dimension_value)
  group by all
),

paybacks as (
  select period_kind, period_start_on, dimension, dimension_value, min(age) as payback_months
  from paid_back
    join acquisition_periods using (period_kind, period_start_on, dimension, dimension_value)
  where so_far >= marketing_cents + sales_cents
  group by all
),

realised as (
  select period_kind, period_start_on, dimension, dimension_value, sum(cents) as margin_cents
  from margins
  group by all
),

costed as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    sum(costed_revenue_cents) as costed_cents,
    sum(net_revenue_cents) as revenue_cents
  from period_won
    join customer_months using (customer_id)
  group by all
)

select
  a.*,
  a.new_customers >= getvariable('minimum_sample') as has_minimum_sample,
  amount_of(a.marketing_cents) as marketing_cost_amount,
  amount_of(a.sales_cents) as sales_cost_amount,
  amount_of(a.marketing_cents + a.sales_cents) as acquisition_cost_amount,
  amount_each(a.marketing_cents + a.sales_cents, a.new_customers)
    as customer_acquisition_cost_amount,
  amount_of(a.lagged_cents) as lagged_cost_amount,
  amount_each(a.lagged_cents, a.new_customers) as lagged_customer_acquisition_cost_amount,
  costed_cents / nullif(revenue_cents, 0) as costed_revenue_share,
  case when costed_cents <> 0 then amount_of(margin_cents) end as realised_margin_amount,
  case when costed_cents <> 0 then payback_months end as payback_months,
  coalesce(cohort_customers, 0) as cohort_customers,
  amount_of(
    sum(a.marketing_cents + a.sales_cents) over (
      partition by a.period_kind, a.period_start_on, a.dimension
    )
  ) as channels_cost_amount,
  amount_of(whole.marketing_cents + whole.sales_cents) as all_cost_amount
from acquisition_periods as a
  left join realised using (period_kind, period_start_on, dimension, dimension_value)
  left join costed using (period_kind, period_start_on, dimension, dimension_value)
  left join paybacks using (period_kind, period_start_on, dimension, dimension_value)
  left join won_periods using (period_kind, period_start_on, dimension, dimension_value)
  left join acquisition_periods as whole
    on whole.period_kind = a.period_kind
    and whole.period_start_on = a.period_start_on
    and whole.dimension = 'all'
