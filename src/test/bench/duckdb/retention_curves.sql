-- Customer by customer and age by age, from what each bought each month; cohort_ages is not read.
with slices as (
  unpivot (
    select customer_id, cohort_month_on, 'all' as "all", country, segment, acquisition_channel
    from customer_origins
    where cohort_month_on is not null
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

-- An age is observed once the whole calendar month is over.
observed_ages as (
  select
    customer_id,
    cohort_month_on,
    age,
    months_after(cohort_month_on, age) as month_start_on
  from (select distinct customer_id, cohort_month_on from slices) as customers
    cross join (
      select unnest(range(1 + date_diff(
        'month',
        (select min(cohort_month_on) from customer_origins),
        month_of(getvariable('as_of') + 1)
      ))) as age
    ) as ages
  where months_after(cohort_month_on, age + 1) <= getvariable('as_of') + 1
),

spans as (
  select ends_month, lag(ends_month, 1, -1) over (order by ends_month) as after_month
  from unnest(getvariable('retention_bracket_months')) as brackets (ends_month)
),

customer_ages as (
  select
    ages.customer_id,
    ages.age,
    coalesce(months.orders_count, 0) > 0 as is_active,
    lifetimes.last_ordered_on >= ages.month_start_on as buys_then_or_later,
    spans.after_month + 1 as bracket_starts_month,
    spans.ends_month as bracket_ends_month,
    count_if(coalesce(months.orders_count, 0) > 0) over (
      partition by ages.customer_id, spans.ends_month order by ages.age
    ) > 0 as bought_in_span,
    sum(coalesce(months.net_revenue_cents, 0)) over so_far as net_revenue_cents,
    sum(coalesce(months.margin_cents, 0)) over so_far as margin_cents
  from observed_ages as ages
    join customer_lifetime as lifetimes on lifetimes.customer_id = ages.customer_id
    left join customer_months as months
      on months.customer_id = ages.customer_id and months.month_start_on = ages.month_start_on
    left join spans on ages.age > spans.after_month and ages.age <= spans.ends_month
  window so_far as (partition by ages.customer_id order by ages.age)
),

curves as (
  select
    age as months_since_first,
    dimension,
    dimension_value,
    count(distinct cohort_month_on) as eligible_cohorts,
    count(*) as eligible_customers,
    count_if(is_active) as active_customers,
    count_if(buys_then_or_later) as on_or_after_customers,
    any_value(bracket_starts_month) as bracket_starts_month,
    any_value(bracket_ends_month) as bracket_ends_month,
    if(any_value(bracket_ends_month) = age, count_if(bought_in_span), null) as bracket_customers,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(margin_cents) as margin_cents
  from customer_ages
    join slices using (customer_id)
  group by age, dimension, dimension_value
)

select
  *,
  active_customers / eligible_customers as retention_rate,
  wilson_low(active_customers, eligible_customers) as retention_rate_low,
  wilson_high(active_customers, eligible_customers) as retention_rate_high,
  on_or_after_customers / eligible_customers as on_or_after_rate,
  wilson_low(on_or_after_customers, eligible_customers) as on_or_after_rate_low,
  wilson_high(on_or_after_customers, eligible_customers) as on_or_after_rate_high,
  bracket_customers / eligible_customers as bracket_rate,
  wilson_low(bracket_customers, eligible_customers) as bracket_rate_low,
  wilson_high(bracket_customers, eligible_customers) as bracket_rate_high,
  amount_of(net_revenue_cents) as cumulative_net_revenue_amount,
  amount_each(net_revenue_cents, eligible_customers) as cumulative_net_revenue_per_customer_amount,
  amount_of(margin_cents) as cumulative_margin_amount,
  amount_each(margin_cents, eligible_customers) as cumulative_margin_per_customer_amount,
  eligible_customers >= getvariable('minimum_sample') as has_minimum_sample
from curves
