-- What is known of the goods: the named line of the named order; failing that, how the product was
-- handed out in that order.
with named_lines as (
  select returns.return_id, lines.kind, lines.product_id, lines.unit_cost_cents
  from returns
    join order_line_values as lines using (order_id, order_line_id)
),

handed_out as (
  select
    order_id,
    product_id,
    bool_or(kind = 'sale') as was_sold,
    bool_or(kind = 'free') as was_given,
    max(unit_cost_cents) as unit_cost_cents
  from order_line_values
  where kind in ('sale', 'free')
  group by all
),

-- What nothing is said of and nothing is paid for is the gift of the order, the last one of several.
gifts as (
  select
    order_id,
    arg_max_null(product_id, order_line_id) as product_id,
    arg_max_null(unit_cost_cents, order_line_id) as unit_cost_cents
  from order_line_values
  where kind = 'free'
  group by order_id
),

reporting_days as (
  select from_currency, day_on, rate from daily_rates
  union all
  select getvariable('reporting_currency'), day_on, 1 from calendar
),

matched_returns as (
  select
    returns.* exclude (product_id, order_id, customer_id),
    orders.order_id,
    case
      when orders.order_id is null then returns.product_id
      when named.return_id is not null then named.product_id
      when gifts.order_id is not null then gifts.product_id
      else handed_out.product_id
    end as product_id,
    case
      when named.return_id is not null then named.kind = 'free'
      when gifts.order_id is not null then true
      when handed_out.product_id is null then false
      when returns.amount = 0 then was_given
      else not was_sold
    end as is_gift,
    orders.order_id is not null and named.return_id is null and handed_out.order_id is null
      and gifts.order_id is null as is_of_the_order,
    coalesce(named.kind, 'sale') in ('sale', 'free') as is_of_goods,
    case
      when named.return_id is not null then named.unit_cost_cents
      when gifts.order_id is not null then gifts.unit_cost_cents
      else handed_out.unit_cost_cents
    end as sold_unit_cents,
    -- A refund stands where the revenue stood that it lowers: with a buyer nobody knows, with nobody.
    if(orders.order_id is null, returns.customer_id, orders.customer_id) as known_customer_id,
    cast(returned_at as date) as returned_on,
    cast(orders.ordered_at as date) as sold_on
  from returns
    left join orders on orders.order_id = returns.order_id
    left join named_lines as named on named.return_id = returns.return_id
    left join handed_out
      on handed_out.order_id = returns.order_id and handed_out.product_id = returns.product_id
    left join gifts
      on gifts.order_id = returns.order_id
      and returns.product_id is null
      and returns.amount = 0
      and named.return_id is null
)

select
  matched.return_id,
  matched.order_id,
  matched.product_id,
  matched.is_gift,
  matched.is_of_the_order,
  coalesce(identities.surviving_customer_id, matched.known_customer_id) as customer_id,
  matched.returned_on,
  matched.sold_on,
  matched.quantity as units_count,
  matched.currency as booked_currency,
  matched.amount as booked_refund_amount,
  sale_days.rate as sale_rate,
  converted_cents(matched.amount * 100, own_days.rate) as refunded_cents,
  if(
    matched.order_id is null,
    cast(
      cast(products.unit_cost_amount * 100 as decimal(14, 0))
        * cast(cost_days.rate as decimal(18, 8)) as decimal(22, 8)
    ),
    matched.sold_unit_cents
  ) as unit_cost_cents,
  if(
    matched.order_id is null, cast(round(matched.quantity * unit_cost_cents) as bigint), null
  ) as cost_cents
from matched_returns as matched
  join reporting_days as own_days
    on own_days.from_currency = matched.currency and own_days.day_on = matched.returned_on
  left join reporting_days as sale_days
    on sale_days.from_currency = matched.currency and sale_days.day_on = matched.sold_on
  asof left join product_history as products
    on products.product_id = matched.product_id
    and matched.returned_on >= products.valid_from_on
  left join reporting_days as cost_days
    on cost_days.from_currency
      = coalesce(products.currency, getvariable('reporting_currency'))
    and cost_days.day_on = matched.returned_on
  left join customer_identities as identities
    on identities.customer_id = matched.known_customer_id
where (matched.sold_on is null or sale_days.rate is not null) and matched.is_of_goods
