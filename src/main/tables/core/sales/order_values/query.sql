with product_costs as (
  select
    product_id,
    cast(unit_cost_amount * 100 as bigint) as unit_cost_cents,
    nullif(currency, :reporting_currency) as foreign_currency
  from products
  where unit_cost_amount is not null
),

costed_lines as (
  select
    l.order_id,
    l.kind,
    l.quantity,
    cast(l.amount * 100 as bigint) as line_cents,
    case
      when l.kind = 'adjustment' or p.product_id is null then 0
      when p.foreign_currency is null then p.unit_cost_cents * l.quantity
      -- A cost that cannot be converted is not known.
      when r.rate is null then 0
      else cast(round(cast(p.unit_cost_cents * l.quantity as decimal(18, 0)) * r.rate) as bigint)
    end as cost_cents
  from order_lines as l
    left join product_costs as p on p.product_id = l.product_id
    left join daily_rates as r
      on r.from_currency = p.foreign_currency and r.day_on = cast(l.ordered_at as date)
),

order_sums as (
  select
    order_id,
    sum(case when kind = 'sale' then line_cents else 0 end) as sale_cents,
    sum(case when kind = 'adjustment' then line_cents else 0 end) as adjustment_cents,
    sum(cost_cents) as cost_cents,
    sum(case when kind = 'sale' then quantity else 0 end) as units_count
  from costed_lines
  group by order_id
),

order_returns as (
  select
    order_id,
    sum(refunded_cents) as refunded_cents,
    sum(cost_cents) as cost_cents,
    sum(case when is_gift then 0 else units_count end) as units_count
  from return_values
  where order_id is not null
  group by order_id
),

rated_orders as (
  select
    o.order_id,
    coalesce(i.surviving_customer_id, o.customer_id) as customer_id,
    o.ordered_at,
    o.currency,
    cast(coalesce(s.sale_cents, 0) as decimal(18, 0)) as sale_cents,
    cast(coalesce(s.adjustment_cents, 0) as decimal(18, 0)) as booked_adjustment_cents,
    coalesce(b.refunded_cents, 0) as returned_revenue_cents,
    coalesce(s.cost_cents, 0) - coalesce(b.cost_cents, 0) as cost_cents,
    coalesce(s.units_count, 0) as units_count,
    coalesce(b.units_count, 0) as returned_units_count,
    case when o.currency = :reporting_currency then 1 else r.rate end as rate
  from orders as o
    left join order_sums as s on s.order_id = o.order_id
    left join order_returns as b on b.order_id = o.order_id
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
  cast(round(sale_cents * rate) as bigint) as gross_revenue_cents,
  returned_revenue_cents,
  gross_revenue_cents - returned_revenue_cents as net_revenue_cents,
  cast(round(booked_adjustment_cents * rate) as bigint) as adjustment_cents,
  cost_cents,
  net_revenue_cents - cost_cents as margin_cents,
  units_count,
  returned_units_count,
  -- Without units nothing was sold; given back is given back in goods or in money. What was sold
  -- for nothing has no money to give back.
  units_count > returned_units_count
    and (gross_revenue_cents = 0 or net_revenue_cents > 0) as is_purchase,
  case
    when rate is null
      then concat(
        'no exchange rate from ', currency, ' for ', ordered_on,
        ' or the ', :fx_rate_valid_days, ' days before'
      )
  end as reject_reason
from rated_orders
