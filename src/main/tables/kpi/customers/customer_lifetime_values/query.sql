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
  cast(l.margin_cents * 0.01 as decimal(18, 2)) as margin_amount,
  cast(l.refunded_cents * 0.01 as decimal(18, 2)) as refunded_amount,
  cast(l.net_revenue_cents * 0.01 / nullif(l.orders_count, 0) as decimal(18, 2)) as average_order_amount,
  cast(l.first_day_revenue_cents * 0.01 as decimal(18, 2)) as first_day_revenue_amount
from customer_lifetime as l
  join customer_origins as c on c.customer_id = l.customer_id
where l.first_ordered_on is not null
