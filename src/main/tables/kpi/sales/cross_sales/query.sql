-- What came back as a whole was not bought.
with customer_products as (
  select
    customer_id,
    trunc(ordered_on, 'month') as month_start_on,
    product_id,
    product_category,
    sum(lines_count) as lines_count
  from order_product_values
  where customer_id is not null and is_purchase and units_count > returned_units_count
  group by customer_id, trunc(ordered_on, 'month'), product_id, product_category
),

customer_periods as (
  select
    m.period_kind,
    m.period_start_on,
    p.customer_id,
    sum(p.lines_count) as lines_count,
    count(distinct p.product_id) as products_count,
    count(distinct p.product_category) as categories_count
  from customer_products as p
    join period_months as m on m.month_start_on = p.month_start_on
  group by m.period_kind, m.period_start_on, p.customer_id
),

slice_customers as (
  select
    c.period_kind,
    c.period_start_on,
    slices.dimension,
    slices.dimension_value,
    count(*) as customers,
    count_if(c.categories_count > 0) as categorised_customers,
    count_if(c.categories_count > 1) as multi_category_customers,
    sum(c.lines_count) as lines_count,
    sum(c.products_count) as products_count,
    sum(c.categories_count) as categories_count
  from customer_periods as c
    left join customer_origins as o on o.customer_id = c.customer_id
    lateral view stack(
      4,
      'all', 'all',
      'country', coalesce(o.country, 'unknown'),
      'segment', coalesce(o.segment, 'unknown'),
      'acquisition_channel', coalesce(o.acquisition_channel, 'unknown')
    ) slices as dimension, dimension_value
  group by c.period_kind, c.period_start_on, slices.dimension, slices.dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_customers
  group by period_kind, dimension, dimension_value
),

-- A period in which nobody bought is a row of zeros, from the first period of the slice on.
period_customers as (
  select
    p.period_kind, p.period_start_on, p.is_complete, s.dimension, s.dimension_value,
    coalesce(c.customers, 0) as customers,
    coalesce(c.categorised_customers, 0) as categorised_customers,
    coalesce(c.multi_category_customers, 0) as multi_category_customers,
    coalesce(c.lines_count, 0) as lines_count,
    coalesce(c.products_count, 0) as products_count,
    coalesce(c.categories_count, 0) as categories_count
  from slice_starts as s
    join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join slice_customers as c
      on c.period_kind = p.period_kind and c.period_start_on = p.period_start_on
      and c.dimension = s.dimension and c.dimension_value = s.dimension_value
)

select
  c.period_kind,
  c.period_start_on,
  c.dimension,
  c.dimension_value,
  c.is_complete,
  c.customers,
  c.categorised_customers,
  c.multi_category_customers,
  c.multi_category_customers / nullif(c.categorised_customers, 0) as cross_sale_rate,
  wilson_low(c.multi_category_customers, c.categorised_customers) as cross_sale_rate_low,
  wilson_high(c.multi_category_customers, c.categorised_customers) as cross_sale_rate_high,
  c.categorised_customers >= :minimum_sample as has_minimum_sample,
  c.lines_count,
  c.products_count,
  c.categories_count,
  c.lines_count / nullif(c.customers, 0) as lines_per_customer,
  c.products_count / nullif(c.customers, 0) as products_per_customer,
  c.categories_count / nullif(c.categorised_customers, 0) as categories_per_customer,
  coalesce(b.buying_customers, 0) as customer_base_buying_customers
from period_customers as c
  left join period_slices as b
    on b.period_kind = c.period_kind and b.period_start_on = c.period_start_on
    and b.dimension = c.dimension and b.dimension_value = c.dimension_value
