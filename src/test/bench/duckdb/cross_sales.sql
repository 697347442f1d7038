-- What each customer kept in a period, from the order on; a slice at a time.
with kept as (
  select customer_id, ordered_on, product_id, product_category, lines_count
  from order_product_values
  where is_purchase and returned_units_count < units_count and customer_id is not null
),

customer_periods as (
  select
    period_kind,
    period_start_on,
    customer_id,
    sum(lines_count) as lines_count,
    len(list(distinct product_id)) as products_count,
    coalesce(len(list(distinct product_category) filter (where product_category is not null)), 0)
      as categories_count
  from kept
    join periods on ordered_on >= period_start_on and ordered_on < period_end_on
  where period_kind <> 'week'
  group by all
),

slices as (
  unpivot (
    select
      customer_id,
      'all' as "all",
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from (select distinct customer_id from kept)
      left join customer_origins using (customer_id)
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

begun as (
  select dimension, dimension_value, min(ordered_on) as first_on
  from slices
    join kept using (customer_id)
  group by all
),

counted as (
  select
    periods.period_kind,
    periods.period_start_on,
    periods.is_complete,
    begun.dimension,
    begun.dimension_value,
    count(c.customer_id) as customers,
    count(*) filter (where c.categories_count >= 1) as categorised_customers,
    count(*) filter (where c.categories_count >= 2) as multi_category_customers,
    coalesce(sum(c.lines_count), 0) as lines_count,
    coalesce(sum(c.products_count), 0) as products_count,
    coalesce(sum(c.categories_count), 0) as categories_count
  from begun
    join periods on periods.period_end_on > begun.first_on and periods.period_kind <> 'week'
    left join (select * from customer_periods join slices using (customer_id)) as c
      on c.dimension = begun.dimension
      and c.dimension_value = begun.dimension_value
      and c.period_kind = periods.period_kind
      and c.period_start_on = periods.period_start_on
  group by all
)

select
  *,
  multi_category_customers / nullif(categorised_customers, 0) as cross_sale_rate,
  wilson_low(multi_category_customers, categorised_customers) as cross_sale_rate_low,
  wilson_high(multi_category_customers, categorised_customers) as cross_sale_rate_high,
  categorised_customers >= getvariable('minimum_sample') as has_minimum_sample,
  lines_count / nullif(customers, 0) as lines_per_customer,
  products_count / nullif(customers, 0) as products_per_customer,
  categories_count / nullif(categorised_customers, 0) as categories_per_customer,
  customers as customer_base_buying_customers
from counted
