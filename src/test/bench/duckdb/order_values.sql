with reporting_days as (
  select from_currency, day_on, rate from daily_rates
  union all
  select getvariable('reporting_currency'), day_on, 1 from calendar
),

-- By order, product and cost: what was sold after discounts, what stayed, what was paid back.
order_products as (
  select
    order_id,
    product_id,
    unit_cost_cents,
    sum(sold_cents) as sold_cents,
    sum(discount_of_all) as discount_of_all,
    sum(sold_units) as sold_units,
    sum(sold_units_back) as sold_units_back,
    unit_cost_cents * cast(sum(units_kept) as decimal(15, 3)) as cost,
    sum(refund) as refund
  from (
      select
        order_id,
        product_id,
        unit_cost_cents,
        case
          when kind = 'sale' then cast(booked_amount * 100 as bigint)
          when kind = 'discount' and product_id is not null then cast(booked_amount * 100 as bigint)
          else 0
        end as sold_cents,
        if(kind = 'discount' and product_id is null, cast(booked_amount * 100 as bigint), 0)
          as discount_of_all,
        if(kind = 'sale', units_count, 0) as sold_units,
        0 as sold_units_back,
        units_count as units_kept,
        0 as refund
      from order_line_values
      where kind in ('sale', 'free', 'discount')
      union all
      select
        order_id,
        product_id,
        unit_cost_cents,
        0,
        0,
        0,
        if(is_gift, 0, units_count),
        -units_count,
        cast(booked_refund_amount * 100 as decimal(18, 0)) * sale_rate
      from return_values
      where order_id is not null
    ) as moved
  group by order_id, product_id, unit_cost_cents
),

-- What is said of the order as a whole falls on what was sold without a known cost by its share.
order_sums as (
  select
    order_id,
    sum(sold_cents) as placed_cents,
    sum(sold_cents) + sum(discount_of_all) as all_sold_cents,
    coalesce(sum(sold_cents) filter (where unit_cost_cents is null), 0) as unknown_placed,
    if(placed_cents = 0, 1, unknown_placed / placed_cents) as unknown_share,
    unknown_placed + cast(round(sum(discount_of_all) * unknown_share) as bigint) as unknown_cents,
    sum(refund) as all_refunds,
    coalesce(sum(refund) filter (where product_id is null), 0) as refund_of_all,
    coalesce(sum(refund) filter (where product_id is not null and unit_cost_cents is null), 0)
      + cast(refund_of_all as double) * unknown_share as unknown_refund,
    coalesce(round(sum(cost)), 0) as cost_cents,
    sum(sold_units) as units_count,
    sum(sold_units_back) as returned_units_count
  from order_products
  group by order_id
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
  net_revenue_cents - converted_cents(coalesce(sums.unknown_cents, 0), rates.rate)
    + cast(round(coalesce(sums.unknown_refund, 0)) as bigint) as costed_revenue_cents,
  cast(coalesce(sums.cost_cents, 0) as bigint) as cost_cents,
  costed_revenue_cents - cast(coalesce(sums.cost_cents, 0) as bigint) as margin_cents,
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
