-- What an order sent out, and what came back of it: a refund restates the sale at the sale's rate.
with goods as (
  select
    order_id, kind, units_count, unit_cost_cents,
    cast(booked_amount * 100 as bigint) as booked_cents,
    kind = 'sale' or is_product_discount as is_of_its_product,
    cast(null as decimal(37, 8)) as refunded_cents
  from order_line_values
  union all
  select
    order_id,
    case when is_gift then 'free back' when is_of_the_order then 'order back' else 'sale back' end,
    -units_count, unit_cost_cents, 0L, false,
    cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate
  from return_values
  where order_id is not null
),

-- The customer never paid what was discounted: gross is after it, and before shipping and tax.
order_sums as (
  select
    order_id,
    sum(if(kind in ('sale', 'discount'), booked_cents, 0)) as gross_cents,
    sum(if(kind = 'shipping', booked_cents, 0)) as shipping_cents,
    sum(if(kind = 'tax', booked_cents, 0)) as tax_cents,
    sum(if(kind = 'adjustment', booked_cents, 0)) as adjustment_cents,
    sum(if(is_of_its_product, booked_cents, 0)) as placed_cents,
    sum(if(is_of_its_product and unit_cost_cents is null, booked_cents, 0)) as uncosted_cents,
    sum(refunded_cents) as refunded_cents,
    sum(if(kind in ('order back', 'free back'), refunded_cents, null)) as unplaced_refunded_cents,
    sum(if(kind = 'sale back' and unit_cost_cents is null, refunded_cents, null))
      as uncosted_refunded_cents,
    sum(if(kind in ('free', 'free back'), units_count * unit_cost_cents, null)) as gift_cost_cents,
    sum(if(kind in ('sale', 'sale back'), units_count * unit_cost_cents, null)) as sale_cost_cents,
    greatest(0, sum(if(kind in ('sale', 'sale back'), units_count, 0))) as units_left,
    sum(if(kind = 'order back', -units_count, 0)) as units_of_the_order,
    sum(if(kind = 'sale', units_count, 0)) as units_count,
    sum(if(kind in ('sale back', 'order back'), -units_count, 0)) as returned_units_count
  from goods
  group by order_id
),

rated_orders as (
  select
    o.order_id,
    coalesce(i.surviving_customer_id, o.customer_id) as customer_id,
    o.ordered_at, o.currency,
    cast(coalesce(s.gross_cents, 0) as decimal(18, 0)) as booked_gross_cents,
    cast(coalesce(s.shipping_cents, 0) as decimal(18, 0)) as booked_shipping_cents,
    cast(coalesce(s.tax_cents, 0) as decimal(18, 0)) as booked_tax_cents,
    cast(coalesce(s.adjustment_cents, 0) as decimal(18, 0)) as booked_adjustment_cents,
    coalesce(s.refunded_cents, 0) as refunded_cents,
    -- A discount, refund or unit that is of no product of the order is of all that was sold alike.
    coalesce(
      cast(s.gross_cents as decimal(18, 0)) * s.uncosted_cents / nullif(s.placed_cents, 0),
      s.gross_cents, 0
    ) as uncosted_cents,
    coalesce(s.uncosted_refunded_cents, 0) + coalesce(
      s.unplaced_refunded_cents * s.uncosted_cents / nullif(s.placed_cents, 0),
      s.unplaced_refunded_cents, 0
    ) as uncosted_refunded_cents,
    least(1, coalesce(s.units_of_the_order / nullif(s.units_left, 0), 0)) as share_back,
    coalesce(s.gift_cost_cents, 0) + coalesce(s.sale_cost_cents, 0) * (1 - share_back) as kept_cost,
    cast(coalesce(s.units_count, 0) as decimal(15, 3)) as units_count,
    cast(coalesce(s.returned_units_count, 0) as decimal(15, 3)) as returned_units_count,
    case when o.currency = :reporting_currency then 1 else r.rate end as rate
  from orders as o
    left join order_sums as s on s.order_id = o.order_id
    left join customer_identities as i on i.customer_id = o.customer_id
    left join daily_rates as r
      on r.from_currency = o.currency and r.day_on = cast(o.ordered_at as date)
)

select
  order_id, customer_id, cast(ordered_at as date) as ordered_on, ordered_at,
  currency as booked_currency,
  cast(booked_gross_cents * 0.01 as decimal(18, 2)) as booked_gross_amount,
  -- Each sum is rounded once an order, so that refunds in parts of a price leave nothing of it.
  cast(round(booked_gross_cents * rate) as bigint) as gross_revenue_cents,
  cast(round(refunded_cents) as bigint) as returned_revenue_cents,
  gross_revenue_cents - returned_revenue_cents as net_revenue_cents,
  cast(round(booked_shipping_cents * rate) as bigint) as shipping_cents,
  cast(round(booked_tax_cents * rate) as bigint) as tax_cents,
  cast(round(booked_adjustment_cents * rate) as bigint) as adjustment_cents,
  net_revenue_cents - cast(
    round(uncosted_cents * rate - uncosted_refunded_cents) as bigint
  ) as costed_revenue_cents,
  cast(round(kept_cost) as bigint) as cost_cents,
  costed_revenue_cents - cost_cents as margin_cents,
  units_count, returned_units_count,
  -- Without units nothing was sold; given back is given back in goods or in money. What was sold
  -- for nothing has no money to give back.
  units_count > returned_units_count
    and (gross_revenue_cents = 0 or net_revenue_cents > 0) as is_purchase,
  case when rate is null then concat(
    'no exchange rate from ', currency, ' for ', ordered_on,
    ' or the ', :fx_rate_valid_days, ' days before'
  ) end as reject_reason
from rated_orders
