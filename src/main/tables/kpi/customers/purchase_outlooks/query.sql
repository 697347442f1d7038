-- Customers of a segment with the same history have the same outlook: it is computed once.
with histories as (
  select
    c.segment,
    l.repeat_purchase_days_count as purchases,
    datediff(l.last_ordered_on, l.first_ordered_on) as last_day,
    datediff(:as_of, l.first_ordered_on) as observed_days,
    count(*) as customers_count
  from customer_lifetime as l
    join customer_origins as c on c.customer_id = l.customer_id
  where l.first_ordered_on is not null
  group by all
),

outlooks as (
  select
    h.segment,
    h.purchases,
    h.last_day,
    h.observed_days,
    h.customers_count,
    p_alive(m.method, m.parameters, h.purchases, h.last_day, h.observed_days) as p_alive,
    transform(array(12, 24, 36), months -> expected_purchases_in_days(
      m.method, m.parameters, h.purchases, h.last_day, h.observed_days, days_of_months(months)
    )) as expected,
    transform(array(12, 24, 36), months -> discounted_purchases_in_days(
      m.method, m.parameters, h.purchases, h.last_day, h.observed_days, days_of_months(months),
      :discount_rate_per_year
    )) as discounted,
    transform(array(12, 24, 36), months -> expected_purchases_log_error_in_days(
      m.method, m.parameters, m.log_covariance, h.purchases, h.last_day, h.observed_days,
      days_of_months(months)
    )) as log_errors
  from histories as h
    join clv_methods as m on m.segment = h.segment
)

select
  segment,
  purchases,
  last_day,
  observed_days,
  customers_count,
  round(p_alive, 6) as p_alive,
  round(expected[0], 6) as expected_purchases_12_months,
  round(expected[1], 6) as expected_purchases_24_months,
  round(expected[2], 6) as expected_purchases_36_months,
  round(discounted[0], 9) as discounted_purchases_12_months,
  round(discounted[1], 9) as discounted_purchases_24_months,
  round(discounted[2], 9) as discounted_purchases_36_months,
  round(log_errors[0], 9) as log_error_12_months,
  round(log_errors[1], 9) as log_error_24_months,
  round(log_errors[2], 9) as log_error_36_months
from outlooks
