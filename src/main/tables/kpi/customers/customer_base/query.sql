with slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from period_slices
  group by period_kind, dimension, dimension_value
),

-- A period in which nothing happened is a row of zeros, from the first period of the slice on.
-- Rolling periods that start in the same month of the year follow one another, as all years do.
slice_periods as (
  select
    p.period_kind, p.period_start_on, p.is_complete, s.dimension, s.dimension_value,
    if(p.period_kind = 'rolling_12_months', month(p.period_start_on), 0) as chain
  from slice_starts as s
    join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
),

period_counts as (
  select
    p.period_kind, p.period_start_on, p.is_complete, p.dimension, p.dimension_value,
    coalesce(sum(e.new_customers + e.reactivated_customers - e.lost_customers) over before, 0)
      as opening_customers,
    coalesce(e.new_customers, 0) as new_customers,
    coalesce(e.reactivated_customers, 0) as reactivated_customers,
    coalesce(e.lost_customers, 0) as lost_customers,
    coalesce(e.lost_opening_customers, 0) as lost_opening_customers,
    sum(e.new_customers + e.reactivated_customers - e.lost_customers) over so_far
      as closing_customers,
    sum(e.loyal_change) over so_far as loyal_customers,
    sum(e.long_loyal_change) over so_far as long_loyal_customers,
    coalesce(e.buying_customers, 0) as buying_customers,
    coalesce(e.repeat_customers, 0) as repeat_customers,
    coalesce(e.returning_customers, 0) as returning_customers,
    coalesce(e.orders_count, 0) as orders_count,
    cast(coalesce(e.gross_revenue_cents, 0) * 0.01 as decimal(18, 2)) as gross_revenue_amount,
    cast(coalesce(e.net_revenue_cents, 0) * 0.01 as decimal(18, 2)) as net_revenue_amount,
    cast(coalesce(e.buyers_revenue_cents, 0) * 0.01 as decimal(18, 2)) as buyers_revenue_amount,
    cast(coalesce(e.returning_revenue_cents, 0) * 0.01 as decimal(18, 2))
      as returning_revenue_amount,
    cast(coalesce(e.costed_revenue_cents, 0) * 0.01 as decimal(18, 2)) as costed_revenue_amount,
    cast(coalesce(e.margin_cents, 0) * 0.01 as decimal(18, 2)) as margin_amount,
    cast(coalesce(e.refunded_cents, 0) * 0.01 as decimal(18, 2)) as refunded_amount,
    cast(coalesce(e.unlinked_refunded_cents, 0) * 0.01 as decimal(18, 2))
      as unlinked_refunds_amount
  from slice_periods as p
    left join period_slices as e
      on e.period_kind = p.period_kind
      and e.period_start_on = p.period_start_on
      and e.dimension = p.dimension
      and e.dimension_value = p.dimension_value
  window
    so_far as (
      partition by p.period_kind, p.chain, p.dimension, p.dimension_value
      order by p.period_start_on
    ),
    before as (
      partition by p.period_kind, p.chain, p.dimension, p.dimension_value
      order by p.period_start_on
      rows between unbounded preceding and 1 preceding
    )
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  opening_customers,
  new_customers,
  reactivated_customers,
  lost_customers,
  closing_customers,
  -- Kept is who was a customer all the time: a customer lost and won back is lost and reactivated.
  opening_customers - lost_opening_customers as kept_customers,
  kept_customers / nullif(opening_customers, 0) as retention_rate,
  wilson_low(kept_customers, opening_customers) as retention_rate_low,
  wilson_high(kept_customers, opening_customers) as retention_rate_high,
  lost_opening_customers,
  lost_opening_customers / nullif(opening_customers, 0) as churn_rate,
  wilson_low(lost_opening_customers, opening_customers) as churn_rate_low,
  wilson_high(lost_opening_customers, opening_customers) as churn_rate_high,
  opening_customers >= :minimum_sample as has_minimum_sample,
  loyal_customers,
  loyal_customers / nullif(closing_customers, 0) as loyalty_rate,
  wilson_low(loyal_customers, closing_customers) as loyalty_rate_low,
  wilson_high(loyal_customers, closing_customers) as loyalty_rate_high,
  long_loyal_customers,
  long_loyal_customers / nullif(closing_customers, 0) as long_loyalty_rate,
  wilson_low(long_loyal_customers, closing_customers) as long_loyalty_rate_low,
  wilson_high(long_loyal_customers, closing_customers) as long_loyalty_rate_high,
  closing_customers >= :minimum_sample as has_minimum_closing_sample,
  buying_customers,
  repeat_customers,
  repeat_customers / nullif(buying_customers, 0) as repeat_rate,
  wilson_low(repeat_customers, buying_customers) as repeat_rate_low,
  wilson_high(repeat_customers, buying_customers) as repeat_rate_high,
  buying_customers >= :minimum_sample as has_minimum_buying_sample,
  returning_customers,
  returning_customers / nullif(buying_customers, 0) as returning_rate,
  wilson_low(returning_customers, buying_customers) as returning_rate_low,
  wilson_high(returning_customers, buying_customers) as returning_rate_high,
  orders_count,
  gross_revenue_amount,
  net_revenue_amount,
  costed_revenue_amount,
  cast(costed_revenue_amount / nullif(net_revenue_amount, 0) as double) as costed_revenue_share,
  margin_amount,
  cast(margin_amount / nullif(costed_revenue_amount, 0) as double) as margin_rate,
  refunded_amount,
  unlinked_refunds_amount,
  cast(net_revenue_amount / nullif(orders_count, 0) as decimal(18, 2)) as average_order_amount,
  returning_revenue_amount,
  buyers_revenue_amount,
  cast(buyers_revenue_amount / nullif(buying_customers, 0) as decimal(18, 2))
    as revenue_per_customer_amount
from period_counts
