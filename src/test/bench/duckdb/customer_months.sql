with movements as (
  select
    customer_id,
    ordered_on as happened_on,
    if(is_purchase, ordered_on, null) as purchased_on,
    units_count - returned_units_count as units_count,
    gross_revenue_cents,
    net_revenue_cents,
    costed_revenue_cents,
    margin_cents,
    0 as refunded_cents,
    0 as unlinked_refunded_cents
  from order_values
  union all
  -- A refund linked to an order has already lowered the month of the sale.
  select
    customer_id,
    returned_on,
    null,
    if(order_id is null, -units_count, 0),
    0,
    if(order_id is null, -refunded_cents, 0),
    case when order_id is not null or cost_cents is null then 0 else -refunded_cents end,
    case when order_id is not null or cost_cents is null then 0 else cost_cents - refunded_cents end,
    refunded_cents,
    if(order_id is null, refunded_cents, 0)
  from return_values
)

select
  customer_id,
  month_of(happened_on) as month_start_on,
  count(purchased_on) as orders_count,
  count(distinct purchased_on) as purchase_days_count,
  min(purchased_on) as first_ordered_on,
  max(purchased_on) as last_ordered_on,
  sum(units_count) as units_count,
  sum(gross_revenue_cents) as gross_revenue_cents,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(costed_revenue_cents) as costed_revenue_cents,
  sum(margin_cents) as margin_cents,
  sum(refunded_cents) as refunded_cents,
  sum(unlinked_refunded_cents) as unlinked_refunded_cents
from movements
where customer_id is not null
group by all
