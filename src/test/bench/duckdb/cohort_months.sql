with aged_months as (
  select
    cohorts.*,
    date_diff('month', cohort_month_on, month_start_on) as months_since_first,
    orders_count > 0 as has_bought,
    net_revenue_cents,
    margin_cents
  from customer_months as months
    join customer_origins as cohorts on cohorts.customer_id = months.customer_id
  where month_start_on >= cohort_month_on
),

spans as (
  select ends_month, lag(ends_month, 1, -1) over (order by ends_month) as after_month
  from unnest(getvariable('retention_bracket_months')) as brackets (ends_month)
),

entries as (
  select
    cohort_month_on, months_since_first, country, segment, acquisition_channel,
    count_if(has_bought) as active_customers,
    0 as last_active_customers,
    0 as bracket_customers,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(margin_cents) as margin_cents
  from aged_months
  group by all
  union all
  select
    cohort_month_on, date_diff('month', cohort_month_on, last_ordered_on),
    country, segment, acquisition_channel, 0, count(*), 0, 0, 0
  from customer_lifetime
    join customer_origins using (customer_id)
  where cohort_month_on is not null
  group by all
  union all
  select
    cohort_month_on, ends_month, country, segment, acquisition_channel,
    0, 0, count(distinct customer_id), 0, 0
  from aged_months
    join spans on months_since_first > after_month and months_since_first <= ends_month
  where has_bought
  group by all
)

select
  cohort_month_on, months_since_first, country, segment, acquisition_channel,
  sum(active_customers) as active_customers,
  sum(last_active_customers) as last_active_customers,
  sum(bracket_customers) as bracket_customers,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(margin_cents) as margin_cents
from entries
group by all
