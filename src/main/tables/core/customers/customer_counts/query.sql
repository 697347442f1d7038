-- A period in which nothing happened is a row of zeros, from the first period of the slice on.
with slice_starts as (
  select
    period_kind,
    dimension,
    dimension_value,
    min(period_start_on) as first_start_on
  from period_slices
  group by period_kind, dimension, dimension_value
),

slice_periods as (
  select
    p.period_kind,
    p.period_start_on,
    p.is_complete,
    s.dimension,
    s.dimension_value
  from slice_starts as s
    join periods as p
      on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
)

select
  p.period_kind,
  p.period_start_on,
  p.is_complete,
  p.dimension,
  p.dimension_value,
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
  coalesce(e.orders_count, 0) as orders_count,
  coalesce(e.gross_revenue_cents, 0) as gross_revenue_cents,
  coalesce(e.net_revenue_cents, 0) as net_revenue_cents,
  coalesce(e.margin_cents, 0) as margin_cents,
  coalesce(e.refunded_cents, 0) as refunded_cents
from slice_periods as p
  left join period_slices as e
    on e.period_kind = p.period_kind
    and e.period_start_on = p.period_start_on
    and e.dimension = p.dimension
    and e.dimension_value = p.dimension_value
window
  before as (
    partition by p.period_kind, p.dimension, p.dimension_value
    order by p.period_start_on
    rows between unbounded preceding and 1 preceding
  ),
  so_far as (
    partition by p.period_kind, p.dimension, p.dimension_value
    order by p.period_start_on
    rows between unbounded preceding and current row
  )
