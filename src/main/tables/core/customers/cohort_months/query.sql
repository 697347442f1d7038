with aged_months as (
  select
    m.customer_id,
    c.cohort_month_on,
    cast(months_between(m.month_start_on, c.cohort_month_on) as int) as months_since_first,
    c.country,
    c.segment,
    c.acquisition_channel,
    m.orders_count,
    m.net_revenue_cents,
    m.margin_cents
  from customer_months as m
    join customer_origins as c on c.customer_id = m.customer_id
  where m.month_start_on >= c.cohort_month_on
),

-- Each age belongs to the span that ends with the first configured month not before it.
bracket_visits as (
  select
    customer_id,
    cohort_month_on,
    try_element_at(
      filter(:retention_bracket_months, last_month -> last_month >= months_since_first), 1
    ) as bracket_ends_month,
    country, segment, acquisition_channel
  from aged_months
  where orders_count > 0
  group by all
),

visits as (
  select
    cohort_month_on, months_since_first, country, segment, acquisition_channel,
    cast(orders_count > 0 as int) as active_customers,
    0 as last_active_customers,
    0 as bracket_customers,
    net_revenue_cents,
    margin_cents
  from aged_months
  union all
  select
    cohort_month_on, bracket_ends_month as months_since_first,
    country, segment, acquisition_channel,
    0 as active_customers,
    0 as last_active_customers,
    1 as bracket_customers,
    0 as net_revenue_cents,
    0 as margin_cents
  from bracket_visits
  where bracket_ends_month is not null
  union all
  select
    c.cohort_month_on,
    cast(months_between(trunc(l.last_ordered_on, 'month'), c.cohort_month_on) as int)
      as months_since_first,
    c.country, c.segment, c.acquisition_channel,
    0 as active_customers,
    1 as last_active_customers,
    0 as bracket_customers,
    0 as net_revenue_cents,
    0 as margin_cents
  from customer_lifetime as l
    join customer_origins as c on c.customer_id = l.customer_id
  where l.last_ordered_on is not null
)

select
  cohort_month_on,
  months_since_first,
  country,
  segment,
  acquisition_channel,
  sum(active_customers) as active_customers,
  sum(last_active_customers) as last_active_customers,
  sum(bracket_customers) as bracket_customers,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(margin_cents) as margin_cents,
  count(*) as entries_count
from visits
group by cohort_month_on, months_since_first, country, segment, acquisition_channel
