with period_entries as (
  select
    p.period_kind,
    p.period_start_on,
    m.country, m.segment, m.acquisition_channel,
    m.new_customers,
    m.reactivated_customers,
    m.lost_customers,
    -- Whoever was lost had been there at the opening if the spell began before the period.
    case when m.started_month_on < p.period_start_on then m.lost_customers else 0 end
      as lost_opening_customers,
    m.loyal_change,
    m.long_loyal_change,
    0 as buying_customers, 0 as repeat_customers, 0 as returning_customers, 0 as orders_count,
    0 as gross_revenue_cents, 0 as net_revenue_cents, 0 as buyers_revenue_cents,
    0 as returning_revenue_cents, 0 as costed_revenue_cents,
    0 as margin_cents, 0 as refunded_cents, 0 as unlinked_refunded_cents
  from customer_movements as m
    join period_months as p on p.month_start_on = m.month_start_on
  union all
  select
    period_kind,
    period_start_on,
    country, segment, acquisition_channel,
    0, 0, 0, 0, 0, 0,
    buying_customers, repeat_customers, returning_customers, orders_count,
    gross_revenue_cents, net_revenue_cents, buyers_revenue_cents, returning_revenue_cents,
    costed_revenue_cents, margin_cents, refunded_cents, unlinked_refunded_cents
  from period_sales
)

select
  period_kind,
  period_start_on,
  slices.dimension,
  slices.dimension_value,
  sum(new_customers) as new_customers,
  sum(reactivated_customers) as reactivated_customers,
  sum(lost_customers) as lost_customers,
  sum(lost_opening_customers) as lost_opening_customers,
  sum(loyal_change) as loyal_change,
  sum(long_loyal_change) as long_loyal_change,
  sum(buying_customers) as buying_customers,
  sum(repeat_customers) as repeat_customers,
  sum(returning_customers) as returning_customers,
  sum(orders_count) as orders_count,
  sum(gross_revenue_cents) as gross_revenue_cents,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(buyers_revenue_cents) as buyers_revenue_cents,
  sum(returning_revenue_cents) as returning_revenue_cents,
  sum(costed_revenue_cents) as costed_revenue_cents,
  sum(margin_cents) as margin_cents,
  sum(refunded_cents) as refunded_cents,
  sum(unlinked_refunded_cents) as unlinked_refunded_cents
from period_entries
  lateral view stack(
    4,
    'all', 'all',
    'country', country,
    'segment', segment,
    'acquisition_channel', acquisition_channel
  ) slices as dimension, dimension_value
group by period_kind, period_start_on, slices.dimension, slices.dimension_value
