with reporting_days as (
  select from_currency, day_on, rate from daily_rates
  union all
  select getvariable('reporting_currency'), day_on, 1 from calendar
),

-- What was sold and what it cost; of it what came back by its line, and what by the order as a whole.
sold as (
  select
    order_id,
    sum(units_count) as units,
    sum(cast(booked_amount * 100 as bigint)) as cents,
    coalesce(sum(cast(booked_amount * 100 as bigint)) filter (where unit_cost_cents is null), 0)
      as unknown_cents,
    coalesce(sum(units_count * unit_cost_cents), 0) as cost
  from order_line_values
  where kind = 'sale'
  group by order_id
),

discounted as (
  select
    order_id,
    sum(cast(booked_amount * 100 as bigint)) as cents,
    coalesce(sum(cast(booked_amount * 100 as bigint)) filter (where is_product_discount), 0)
      as product_cents,
    coalesce(
      sum(cast(booked_amount * 100 as bigint))
        filter (where is_product_discount and unit_cost_cents is null),
      0
    ) as unknown_cents
  from order_line_values
  where kind = 'discount'
  group by order_id
),

given as (
  select order_id, coalesce(sum(units_count * unit_cost_cents), 0) as cost
  from order_line_values
  where kind = 'free'
  group by order_id
),

refunds as (
  select
    *,
    cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate as refund,
    not is_gift and not is_of_the_order as is_of_a_sale
  from return_values
  where order_id is not null
),

come_back as (
  select
    order_id,
    sum(refund) as refund,
    coalesce(sum(refund) filter (where not is_of_a_sale), 0) as shared_refund,
    coalesce(sum(refund) filter (where is_of_a_sale and unit_cost_cents is null), 0)
      as unknown_refund,
    coalesce(sum(units_count) filter (where is_of_a_sale), 0) as units_by_line,
    coalesce(sum(units_count) filter (where is_of_the_order and not is_gift), 0) as units_by_order,
    coalesce(sum(units_count * unit_cost_cents) filter (where is_of_a_sale), 0) as cost,
    coalesce(sum(units_count * unit_cost_cents) filter (where is_gift), 0) as gift_cost
  from refunds
  group by order_id
),

order_sums as (
  select
    orders.order_id,
    coalesce(sold.cents, 0) + coalesce(discounted.cents, 0) as all_sold_cents,
    coalesce(sold.cents, 0) + coalesce(discounted.product_cents, 0) as placed_cents,
    coalesce(sold.unknown_cents, 0) + coalesce(discounted.unknown_cents, 0) as unknown_placed,
    -- What is said of the order as a whole falls on what was sold without a known cost by its share.
    if(placed_cents = 0, 1, unknown_placed / placed_cents) as unknown_share,
    if(placed_cents = 0, all_sold_cents, all_sold_cents::decimal(18, 0) * unknown_placed / placed_cents)
      as unknown_cents,
    come_back.refund as all_refunds,
    coalesce(come_back.unknown_refund, 0) + coalesce(come_back.shared_refund, 0) * unknown_share
      as unknown_refund,
    -- Units of the order as a whole are units of what its lines have left.
    coalesce(sold.units, 0) - coalesce(come_back.units_by_line, 0) as units_left,
    if(units_left > 0, least(1, coalesce(come_back.units_by_order, 0) / units_left), 0) as share_back,
    (coalesce(sold.cost, 0) - coalesce(come_back.cost, 0)) * (1 - share_back)
      + coalesce(given.cost, 0) - coalesce(come_back.gift_cost, 0) as cost_cents,
    sold.units as units_count,
    coalesce(come_back.units_by_line, 0) + coalesce(come_back.units_by_order, 0)
      as returned_units_count
  from orders
    left join sold on sold.order_id = orders.order_id
    left join discounted on discounted.order_id = orders.order_id
    left join given on given.order_id = orders.order_id
    left join come_back on come_back.order_id = orders.order_id
),

beside_revenue as (
  select
    order_id,
    coalesce(cast(sum(booked_amount) filter (where kind = 'shipping') * 100 as bigint), 0)
      as shipping,
    coalesce(cast(sum(booked_amount) filter (where kind = 'tax') * 100 as bigint), 0) as tax,
    coalesce(cast(sum(booked_amount) filter (where kind = 'adjustment') * 100 as bigint), 0)
      as adjustments
  from order_line_values
  where kind in ('shipping', 'tax', 'adjustment')
  group by order_id
)

select
  orders.order_id,
  coalesce(identities.surviving_customer_id, orders.customer_id) as customer_id,
  cast(orders.ordered_at as date) as ordered_on,
  orders.ordered_at,
  orders.currency as booked_currency,
  amount_of(coalesce(sums.all_sold_cents, 0)) as booked_gross_amount,
  converted_cents(coalesce(sums.all_sold_cents, 0), rates.rate) as gross_revenue_cents,
  cast(round(coalesce(sums.all_refunds, 0)) as bigint) as returned_revenue_cents,
  gross_revenue_cents - returned_revenue_cents as net_revenue_cents,
  converted_cents(coalesce(beside.shipping, 0), rates.rate) as shipping_cents,
  converted_cents(coalesce(beside.tax, 0), rates.rate) as tax_cents,
  converted_cents(coalesce(beside.adjustments, 0), rates.rate) as adjustment_cents,
  net_revenue_cents
    - cast(round(sums.unknown_cents * rates.rate - sums.unknown_refund) as bigint)
    as costed_revenue_cents,
  cast(round(sums.cost_cents) as bigint) as cost_cents,
  costed_revenue_cents - cast(round(sums.cost_cents) as bigint) as margin_cents,
  cast(coalesce(sums.units_count, 0) as decimal(15, 3)) as units_count,
  cast(coalesce(sums.returned_units_count, 0) as decimal(15, 3)) as returned_units_count,
  case
    when coalesce(sums.units_count, 0) = 0 then false
    when sums.returned_units_count >= sums.units_count then false
    when gross_revenue_cents > 0 then net_revenue_cents > 0
    else true
  end as is_purchase
from orders
  join reporting_days as rates
    on rates.from_currency = orders.currency and rates.day_on = cast(orders.ordered_at as date)
  left join order_sums as sums on sums.order_id = orders.order_id
  left join beside_revenue as beside on beside.order_id = orders.order_id
  left join customer_identities as identities on identities.customer_id = orders.customer_id
