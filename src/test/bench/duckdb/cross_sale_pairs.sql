-- Each order as a list of its categories.
with baskets as (
  select order_id, ordered_on, list(distinct product_category) as categories
  from order_product_values
  where is_purchase and returned_units_count < units_count and product_category is not null
  group by all
),

period_baskets as (
  select period_kind, period_start_on, is_complete, categories
  from baskets
    join periods on ordered_on >= period_start_on and ordered_on < period_end_on
  where period_kind <> 'week'
),

names as (
  select distinct unnest(categories) as category from baskets
),

counted as (
  select
    period_kind,
    period_start_on,
    is_complete,
    a.category as first_category,
    b.category as second_category,
    count(*) as orders_count,
    count_if(list_contains(categories, a.category)) as first_orders_count,
    count_if(list_contains(categories, b.category)) as second_orders_count,
    count_if(list_contains(categories, a.category) and list_contains(categories, b.category))
      as together_count
  from period_baskets
    cross join names as a
    join names as b on a.category < b.category
  group by all
)

select
  *,
  together_count / orders_count as together_rate,
  wilson_low(together_count, orders_count) as together_rate_low,
  wilson_high(together_count, orders_count) as together_rate_high,
  together_count / first_orders_count as first_with_second_rate,
  wilson_low(together_count, first_orders_count) as first_with_second_rate_low,
  wilson_high(together_count, first_orders_count) as first_with_second_rate_high,
  together_count / second_orders_count as second_with_first_rate,
  wilson_low(together_count, second_orders_count) as second_with_first_rate_low,
  wilson_high(together_count, second_orders_count) as second_with_first_rate_high,
  together_rate / ((first_orders_count / orders_count) * (second_orders_count / orders_count))
    as lift,
  first_orders_count >= getvariable('minimum_sample')
    and second_orders_count >= getvariable('minimum_sample') as has_minimum_sample
from counted
where first_orders_count > 0 and second_orders_count > 0
  and period_start_on >= (
    select min(earlier.period_start_on)
    from counted as earlier
    where earlier.period_kind = counted.period_kind
      and earlier.first_category = counted.first_category
      and earlier.second_category = counted.second_category
      and earlier.together_count > 0
  )
