-- Cost of one unit in cents of its currency, where it is known at all.
with unit_costs as (
  select
    product_id,
    cast(unit_cost_amount * 100 as bigint) as unit_cents,
    coalesce(currency, getvariable('reporting_currency')) as cost_currency
  from products
  where unit_cost_amount is not null
),

reporting_days as (
  select from_currency, day_on, rate from daily_rates
  union all
  select getvariable('reporting_currency'), day_on, 1 from calendar
),

-- By order and product: what was sold, what stayed, what was paid back.
order_products as (
  select
    orders.order_id,
    moved.product_id,
    cast(orders.ordered_at as date) as ordered_on,
    sum(moved.sold_cents) as sold_cents,
    sum(moved.sold_units) as sold_units,
    sum(moved.sold_units_back) as sold_units_back,
    sum(moved.units_kept) as units_kept,
    sum(moved.refund) as refund
  from orders
    join (
      select
        order_id,
        product_id,
        if(kind = 'sale', cast(amount * 100 as bigint), 0) as sold_cents,
        if(kind = 'sale', quantity, 0) as sold_units,
        0 as sold_units_back,
        quantity as units_kept,
        0 as refund
      from order_lines
      where kind in ('sale', 'free')
      union all
      select
        order_id,
        product_id,
        0,
        0,
        if(is_gift, 0, units_count),
        -units_count,
        cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate
      from return_values
    ) as moved using (order_id)
  group by all
),

costed_products as (
  select
    order_products.*,
    cast(unit_cents * units_kept as decimal(18, 0)) * reporting_days.rate as cost
  from order_products
    left join unit_costs using (product_id)
    left join reporting_days
      on reporting_days.from_currency = unit_costs.cost_currency
      and reporting_days.day_on = order_products.ordered_on
),

-- Refunds of no product fall on what was sold without a known cost by its share of all that was sold.
order_sums as (
  select
    order_id,
    sum(sold_cents) as all_sold_cents,
    coalesce(sum(sold_cents) filter (where cost is null), 0) as unknown_cents,
    sum(refund) as all_refunds,
    coalesce(sum(refund) filter (where product_id is null), 0) as refund_of_all,
    coalesce(sum(refund) filter (where product_id is not null and cost is null), 0)
      + case
        when all_sold_cents = 0 then refund_of_all
        else cast(refund_of_all as double) * unknown_cents / all_sold_cents
      end
      as unknown_refund,
    coalesce(round(sum(cost)), 0) as cost_cents,
    sum(sold_units) as units_count,
    sum(sold_units_back) as returned_units_count
  from costed_products
  group by order_id
),

adjustments as (
  select order_id, cast(sum(amount) * 100 as bigint) as cents
  from order_lines
  where kind = 'adjustment'
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
  converted_cents(coalesce(adjustments.cents, 0), rates.rate) as adjustment_cents,
  net_revenue_cents - converted_cents(coalesce(sums.unknown_cents, 0), rates.rate)
    + cast(round(coalesce(sums.unknown_refund, 0)) as bigint) as costed_revenue_cents,
  cast(coalesce(sums.cost_cents, 0) as bigint) as cost_cents,
  costed_revenue_cents - cast(coalesce(sums.cost_cents, 0) as bigint) as margin_cents,
  coalesce(sums.units_count, 0) as units_count,
  coalesce(sums.returned_units_count, 0) as returned_units_count,
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
  left join adjustments on adjustments.order_id = orders.order_id
  left join customer_identities as identities on identities.customer_id = orders.customer_id
