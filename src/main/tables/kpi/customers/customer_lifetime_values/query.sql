with residuals as (
  select
    customer_id,
    cast(expected_margin_36_months_amount * 100 as bigint) as residual_cents,
    length(cast(cast(abs(expected_margin_36_months_amount) * 100 as bigint) as string)) as digits
  from customer_outlooks
  where expected_margin_36_months_amount is not null
),

-- Values are ranked by their first four digits: there are few levels, however many customers.
residual_levels as (
  select
    customer_id,
    residual_cents - residual_cents % cast(power(10, greatest(digits - 4, 0)) as bigint)
      as level_cents
  from residuals
),

-- A level is in the tenth that the first of its customers is in.
level_tenths as (
  select
    level_cents,
    cast(
      1 + 10 * (sum(count(*)) over (order by level_cents desc) - count(*))
        div sum(count(*)) over () as int
    ) as value_decile
  from residual_levels
  group by level_cents
)

select
  l.customer_id,
  c.cohort_month_on,
  c.country,
  c.segment,
  c.acquisition_channel,
  l.first_ordered_on,
  l.last_ordered_on,
  date_add(l.last_ordered_on, :churn_after_days) > :as_of as is_active,
  datediff(:as_of, l.first_ordered_on) as tenure_days,
  datediff(:as_of, l.last_ordered_on) as recency_days,
  datediff(l.last_ordered_on, l.first_ordered_on) as active_span_days,
  l.orders_count,
  l.purchase_days_count,
  l.repeat_purchase_days_count,
  l.units_count,
  cast(l.gross_revenue_cents * 0.01 as decimal(18, 2)) as gross_revenue_amount,
  cast(l.net_revenue_cents * 0.01 as decimal(18, 2)) as net_revenue_amount,
  cast(l.costed_revenue_cents * 0.01 as decimal(18, 2)) as costed_revenue_amount,
  cast(l.margin_cents * 0.01 as decimal(18, 2)) as margin_amount,
  cast(l.refunded_cents * 0.01 as decimal(18, 2)) as refunded_amount,
  cast(l.net_revenue_cents * 0.01 / nullif(l.orders_count, 0) as decimal(18, 2)) as average_order_amount,
  cast(l.first_day_revenue_cents * 0.01 as decimal(18, 2)) as first_day_revenue_amount,
  o.basis,
  o.method,
  o.fitted_over,
  o.parameter_version,
  o.p_alive,
  o.expected_purchases_12_months,
  o.expected_purchases_24_months,
  o.expected_purchases_36_months,
  o.repeat_day_spend_amount,
  o.expected_spend_amount,
  o.margin_share,
  o.expected_margin_12_months_amount,
  o.expected_margin_12_months_low_amount,
  o.expected_margin_12_months_high_amount,
  o.expected_margin_24_months_amount,
  o.expected_margin_24_months_low_amount,
  o.expected_margin_24_months_high_amount,
  o.expected_margin_36_months_amount,
  o.expected_margin_36_months_low_amount,
  o.expected_margin_36_months_high_amount,
  cast(l.margin_cents * 0.01 + o.expected_margin_36_months_amount as decimal(18, 2))
    as lifetime_value_amount,
  t.value_decile
from customer_lifetime as l
  join customer_origins as c on c.customer_id = l.customer_id
  join customer_outlooks as o on o.customer_id = l.customer_id
  left join residual_levels as r on r.customer_id = l.customer_id
  left join level_tenths as t on t.level_cents = r.level_cents
where l.first_ordered_on is not null
