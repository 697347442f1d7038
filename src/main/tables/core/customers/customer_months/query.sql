with movements as (
  select
    customer_id,
    trunc(ordered_on, 'month') as month_start_on,
    case when is_purchase then ordered_on end as purchased_on,
    units_count - returned_units_count as units_count,
    gross_revenue_cents,
    net_revenue_cents,
    costed_revenue_cents,
    margin_cents,
    0 as refunded_cents,
    0 as unlinked_refunded_cents
  from order_values
  where customer_id is not null
  union all
  -- A refund shows in the month it was paid; without an order to restate, it lowers that month.
  select
    customer_id,
    trunc(returned_on, 'month') as month_start_on,
    null as purchased_on,
    case when order_id is null then -units_count else 0 end as units_count,
    0 as gross_revenue_cents,
    case when order_id is null then -refunded_cents else 0 end as net_revenue_cents,
    case when order_id is null and cost_cents is not null then -refunded_cents else 0 end
      as costed_revenue_cents,
    case when order_id is null then coalesce(cost_cents - refunded_cents, 0) else 0 end
      as margin_cents,
    refunded_cents,
    case when order_id is null then refunded_cents else 0 end as unlinked_refunded_cents
  from return_values
  where customer_id is not null
)

select
  customer_id,
  month_start_on,
  count(purchased_on) as orders_count,
  -- Each day of the month is one bit of a number: no day counts twice.
  coalesce(bit_count(bit_or(shiftleft(1, day(purchased_on) - 1))), 0) as purchase_days_count,
  min(purchased_on) as first_ordered_on,
  max(purchased_on) as last_ordered_on,
  cast(sum(units_count) as decimal(15, 3)) as units_count,
  sum(gross_revenue_cents) as gross_revenue_cents,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(costed_revenue_cents) as costed_revenue_cents,
  sum(margin_cents) as margin_cents,
  sum(refunded_cents) as refunded_cents,
  sum(unlinked_refunded_cents) as unlinked_refunded_cents
from movements
group by customer_id, month_start_on
