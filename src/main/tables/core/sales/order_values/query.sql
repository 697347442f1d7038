-- What an order sent out, and what came back of it: a refund restates the sale at the sale's rate.
with goods as (
  select
    order_id, product_id, kind, quantity, cast(ordered_at as date) as ordered_on,
    cast(amount * 100 as bigint) as booked_cents,
    cast(null as decimal(37, 8)) as refunded_cents
  from order_lines
  union all
  select
    order_id, product_id, if(is_gift, 'free back', 'sale back'), -units_count, sold_on,
    0L,
    cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate
  from return_values
  where order_id is not null
),

-- A cost that is not known, or in a currency without a rate that day, is null and not zero.
costed_goods as (
  select
    g.order_id, g.product_id, g.kind, g.quantity, g.booked_cents, g.refunded_cents,
    cast(p.unit_cost_amount * 100 * g.quantity as decimal(18, 0))
      * if(coalesce(p.currency, :reporting_currency) = :reporting_currency, 1, r.rate)
      as cost_cents
  from goods as g
    left join products as p on p.product_id = g.product_id and g.kind <> 'adjustment'
    left join daily_rates as r on r.from_currency = p.currency and r.day_on = g.ordered_on
),

order_sums as (
  select
    order_id,
    sum(if(kind = 'sale', booked_cents, 0)) as sale_cents,
    sum(if(kind = 'sale' and cost_cents is null, booked_cents, 0)) as uncosted_sale_cents,
    sum(if(kind = 'adjustment', booked_cents, 0)) as adjustment_cents,
    sum(refunded_cents) as refunded_cents,
    sum(if(product_id is null, refunded_cents, null)) as unplaced_cents,
    sum(if(product_id is not null and cost_cents is null, refunded_cents, null))
      as uncosted_refunded_cents,
    sum(cost_cents) as cost_cents,
    sum(if(kind = 'sale', quantity, 0)) as units_count,
    sum(if(kind = 'sale back', -quantity, 0)) as returned_units_count
  from costed_goods
  group by order_id
),

rated_orders as (
  select
    o.order_id,
    coalesce(i.surviving_customer_id, o.customer_id) as customer_id,
    o.ordered_at,
    o.currency,
    cast(coalesce(s.sale_cents, 0) as decimal(18, 0)) as sale_cents,
    cast(coalesce(s.uncosted_sale_cents, 0) as decimal(18, 0)) as uncosted_sale_cents,
    cast(coalesce(s.adjustment_cents, 0) as decimal(18, 0)) as booked_adjustment_cents,
    coalesce(s.refunded_cents, 0) as refunded_cents,
    -- A refund that names no product of the order is of all that was sold alike.
    coalesce(s.uncosted_refunded_cents, 0) + coalesce(
      s.unplaced_cents * s.uncosted_sale_cents / nullif(s.sale_cents, 0), s.unplaced_cents, 0
    ) as uncosted_refunded_cents,
    cast(round(coalesce(s.cost_cents, 0)) as bigint) as cost_cents,
    coalesce(s.units_count, 0) as units_count,
    coalesce(s.returned_units_count, 0) as returned_units_count,
    case when o.currency = :reporting_currency then 1 else r.rate end as rate
  from orders as o
    left join order_sums as s on s.order_id = o.order_id
    left join customer_identities as i on i.customer_id = o.customer_id
    left join daily_rates as r
      on r.from_currency = o.currency and r.day_on = cast(o.ordered_at as date)
)

select
  order_id,
  customer_id,
  cast(ordered_at as date) as ordered_on,
  ordered_at,
  currency as booked_currency,
  cast(sale_cents * 0.01 as decimal(18, 2)) as booked_gross_amount,
  -- Each sum is rounded once an order, so that refunds in parts of a price leave nothing of it.
  cast(round(sale_cents * rate) as bigint) as gross_revenue_cents,
  cast(round(refunded_cents) as bigint) as returned_revenue_cents,
  gross_revenue_cents - returned_revenue_cents as net_revenue_cents,
  cast(round(booked_adjustment_cents * rate) as bigint) as adjustment_cents,
  net_revenue_cents - cast(
    round(uncosted_sale_cents * rate) - round(uncosted_refunded_cents) as bigint
  ) as costed_revenue_cents,
  cost_cents,
  costed_revenue_cents - cost_cents as margin_cents,
  units_count,
  returned_units_count,
  -- Without units nothing was sold; given back is given back in goods or in money. What was sold
  -- for nothing has no money to give back.
  units_count > returned_units_count
    and (gross_revenue_cents = 0 or net_revenue_cents > 0) as is_purchase,
  case when rate is null then concat(
    'no exchange rate from ', currency, ' for ', ordered_on,
    ' or the ', :fx_rate_valid_days, ' days before'
  ) end as reject_reason
from rated_orders
