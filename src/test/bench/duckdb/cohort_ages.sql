-- From what each customer bought each month; cohort_months is not read.
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

slice_months as (
  select
    cohort_month_on,
    months_since_first,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    count_if(has_bought) as active_customers,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(margin_cents) as margin_cents
  from aged_months
  group by
    cohort_month_on, months_since_first,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

-- Each customer stands at the age of the last purchase: at every age before it, it is yet to come.
slice_last_ages as (
  select
    cohort_month_on,
    date_diff('month', cohort_month_on, last_ordered_on) as last_age,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    count(*) as customers
  from customer_lifetime
    join customer_origins using (customer_id)
  where cohort_month_on is not null
  group by
    cohort_month_on, last_age,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

slice_spans as (
  select
    cohort_month_on,
    ends_month,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    count(distinct customer_id) filter (where has_bought) as customers,
    sum(net_revenue_cents) as net_revenue_cents
  from aged_months
    join spans on months_since_first > after_month and months_since_first <= ends_month
  group by
    cohort_month_on, ends_month,
    grouping sets ((), (country), (segment), (acquisition_channel))
),

slices as (
  select
    cohort_month_on,
    dimension,
    dimension_value,
    sum(customers) as cohort_customers
  from slice_last_ages
  group by all
),

reached_ages as (
  select
    slices.*,
    unnest(
      range(date_diff('month', cohort_month_on, getvariable('as_of')) + 1)
    ) as months_since_first
  from slices
)

select
  ages.cohort_month_on,
  ages.months_since_first,
  ages.dimension,
  ages.dimension_value,
  months_after(ages.cohort_month_on, ages.months_since_first + 1) <= getvariable('as_of') + 1
    as is_complete,
  ages.cohort_customers,
  coalesce(months.active_customers, 0) as active_customers,
  coalesce(sum(last_ages.customers) over onwards, 0) as on_or_after_customers,
  spans.after_month + 1 as bracket_starts_month,
  spans.ends_month as bracket_ends_month,
  if(ages.months_since_first = spans.ends_month, coalesce(slice_spans.customers, 0), null)
    as bracket_customers,
  first(coalesce(months.net_revenue_cents, 0)) over (
    partition by ages.cohort_month_on, ages.dimension, ages.dimension_value
    order by ages.months_since_first
  ) as first_month_cents,
  coalesce(months.net_revenue_cents, 0) as net_revenue_cents,
  coalesce(months.margin_cents, 0) as margin_cents,
  coalesce(sum(months.net_revenue_cents) over onwards, 0) as on_or_after_cents,
  if(ages.months_since_first = spans.ends_month, coalesce(slice_spans.net_revenue_cents, 0), null)
    as bracket_cents
from reached_ages as ages
  left join spans
    on ages.months_since_first > spans.after_month
    and ages.months_since_first <= spans.ends_month
  left join slice_months as months
    on months.cohort_month_on = ages.cohort_month_on
    and months.dimension = ages.dimension
    and months.dimension_value = ages.dimension_value
    and months.months_since_first = ages.months_since_first
  left join slice_last_ages as last_ages
    on last_ages.cohort_month_on = ages.cohort_month_on
    and last_ages.dimension = ages.dimension
    and last_ages.dimension_value = ages.dimension_value
    and last_ages.last_age = ages.months_since_first
  left join slice_spans
    on slice_spans.cohort_month_on = ages.cohort_month_on
    and slice_spans.dimension = ages.dimension
    and slice_spans.dimension_value = ages.dimension_value
    and slice_spans.ends_month = spans.ends_month
window onwards as (
  partition by ages.cohort_month_on, ages.dimension, ages.dimension_value
  order by ages.months_since_first
  rows between current row and unbounded following
)
