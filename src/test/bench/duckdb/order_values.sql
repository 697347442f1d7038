with line_cents as (
  select
    lines.order_id,
    lines.kind,
    lines.quantity,
    cast(lines.amount * 100 as bigint) as cents,
    case
      when lines.kind = 'adjustment' or products.unit_cost_amount is null then 0
      when products.currency <> getvariable('reporting_currency')
        then coalesce(
          converted_cents(
            cast(products.unit_cost_amount * 100 as bigint) * lines.quantity, rates.rate
          ),
          0
        )
      else cast(products.unit_cost_amount * 100 as bigint) * lines.quantity
    end as cost_cents
  from order_lines as lines
    left join products on products.product_id = lines.product_id
    left join daily_rates as rates
      on rates.from_currency = products.currency
      and rates.day_on = cast(lines.ordered_at as date)
),

order_sums as (
  select
    order_id,
    sum(cents) filter (where kind = 'sale') as sale_cents,
    sum(cents) filter (where kind = 'adjustment') as adjustment_cents,
    sum(cost_cents) as cost_cents,
    sum(quantity) filter (where kind = 'sale') as units_count
  from line_cents
  group by order_id
),

order_returns as (
  select
    order_id,
    sum(refunded_cents) as refunded_cents,
    sum(cost_cents) as cost_cents,
    coalesce(sum(units_count) filter (where not is_gift), 0) as units_count
  from return_values
  where order_id is not null
  group by order_id
),

rated_orders as (
  select
    orders.order_id,
    coalesce(identities.surviving_customer_id, orders.customer_id) as customer_id,
    cast(orders.ordered_at as date) as ordered_on,
    orders.ordered_at,
    orders.currency,
    coalesce(sums.sale_cents, 0) as sale_cents,
    if(orders.currency = getvariable('reporting_currency'), 1, rates.rate) as rate,
    coalesce(sums.adjustment_cents, 0) as booked_adjustment_cents,
    coalesce(returned.refunded_cents, 0) as refunded_cents,
    coalesce(sums.cost_cents, 0) - coalesce(returned.cost_cents, 0) as cost_cents,
    coalesce(sums.units_count, 0) as units_count,
    coalesce(returned.units_count, 0) as returned_units_count
  from orders
    left join order_sums as sums on sums.order_id = orders.order_id
    left join order_returns as returned on returned.order_id = orders.order_id
    left join customer_identities as identities on identities.customer_id = orders.customer_id
    left join daily_rates as rates
      on rates.from_currency = orders.currency
      and rates.day_on = cast(orders.ordered_at as date)
)

select
  order_id,
  customer_id,
  ordered_on,
  ordered_at,
  currency as booked_currency,
  amount_of(sale_cents) as booked_gross_amount,
  converted_cents(sale_cents, rate) as gross_revenue_cents,
  refunded_cents as returned_revenue_cents,
  gross_revenue_cents - refunded_cents as net_revenue_cents,
  converted_cents(booked_adjustment_cents, rate) as adjustment_cents,
  cost_cents,
  net_revenue_cents - cost_cents as margin_cents,
  units_count,
  returned_units_count,
  case
    when units_count = 0 or returned_units_count >= units_count then false
    when gross_revenue_cents > 0 then net_revenue_cents > 0
    else true
  end as is_purchase
from rated_orders
where rate is not null
