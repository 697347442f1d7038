with buyers as (
  select
    l.customer_id,
    c.segment,
    l.repeat_purchase_days_count as purchases,
    datediff(l.last_ordered_on, l.first_ordered_on) as last_day,
    datediff(:as_of, l.first_ordered_on) as observed_days,
    -- Who got back more than she spent has spent nothing.
    greatest(l.repeat_revenue_cents, 0) * 0.01
      / nullif(l.repeat_purchase_days_count, 0) as repeat_day_spend
  from customer_lifetime as l
    join customer_origins as c on c.customer_id = l.customer_id
  where l.first_ordered_on is not null
),

spends as (
  select
    b.customer_id, b.segment, b.purchases, b.last_day, b.observed_days, b.repeat_day_spend,
    m.method, m.fitted_over, m.parameter_version, m.margin_share,
    expected_mean_spend(m.spend_model, m.spend_parameters, b.purchases, b.repeat_day_spend)
      as spend,
    expected_mean_spend_log_error(
      m.spend_model, m.spend_parameters, m.spend_log_covariance, b.purchases, b.repeat_day_spend
    ) as spend_log_error
  from buyers as b
    join clv_methods as m on m.segment = b.segment
),

outlooks as (
  select
    s.customer_id, s.segment, s.method, s.fitted_over, s.parameter_version, s.repeat_day_spend,
    s.spend, s.margin_share, h.p_alive, h.expected_purchases_12_months,
    h.expected_purchases_24_months, h.expected_purchases_36_months,
    -- How often and how much are estimated apart, so the errors of their logarithms add as squares.
    transform(
      array(
        struct(h.discounted_purchases_12_months as purchases, h.log_error_12_months as log_error),
        struct(h.discounted_purchases_24_months as purchases, h.log_error_24_months as log_error),
        struct(h.discounted_purchases_36_months as purchases, h.log_error_36_months as log_error)
      ),
      y -> struct(
        y.purchases * s.spend * s.margin_share as margin,
        sqrt(power(y.log_error, 2) + power(s.spend_log_error, 2)) as log_error
      )
    ) as years
  from spends as s
    join purchase_outlooks as h
      on h.segment = s.segment
      and h.purchases = s.purchases
      and h.last_day = s.last_day
      and h.observed_days = s.observed_days
)

select
  customer_id,
  'repeat buying' as basis,
  segment,
  method,
  fitted_over,
  parameter_version,
  p_alive,
  expected_purchases_12_months,
  expected_purchases_24_months,
  expected_purchases_36_months,
  cast(repeat_day_spend as decimal(18, 2)) as repeat_day_spend_amount,
  cast(spend as decimal(18, 2)) as expected_spend_amount,
  margin_share,
  cast(years[0].margin as decimal(18, 2)) as expected_margin_12_months_amount,
  cast(log_interval_low(years[0].margin, years[0].log_error) as decimal(18, 2))
    as expected_margin_12_months_low_amount,
  cast(log_interval_high(years[0].margin, years[0].log_error) as decimal(18, 2))
    as expected_margin_12_months_high_amount,
  cast(years[1].margin as decimal(18, 2)) as expected_margin_24_months_amount,
  cast(log_interval_low(years[1].margin, years[1].log_error) as decimal(18, 2))
    as expected_margin_24_months_low_amount,
  cast(log_interval_high(years[1].margin, years[1].log_error) as decimal(18, 2))
    as expected_margin_24_months_high_amount,
  cast(years[2].margin as decimal(18, 2)) as expected_margin_36_months_amount,
  cast(log_interval_low(years[2].margin, years[2].log_error) as decimal(18, 2))
    as expected_margin_36_months_low_amount,
  cast(log_interval_high(years[2].margin, years[2].log_error) as decimal(18, 2))
    as expected_margin_36_months_high_amount
from outlooks
