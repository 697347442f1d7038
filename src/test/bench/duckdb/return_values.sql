-- What is known of the goods: the named line of the named order; failing that, how the product was
-- handed out in that order.
with named_lines as (
  select returns.return_id, lines.kind, lines.product_id
  from returns
    join order_lines as lines using (order_id, order_line_id)
),

handed_out as (
  select
    order_id,
    product_id,
    bool_or(kind = 'sale') as was_sold,
    bool_or(kind = 'free') as was_given
  from order_lines
  group by all
),

valued_returns as (
  select
    returns.* exclude (product_id),
    coalesce(named.product_id, returns.product_id) as product_id,
    case
      when named.return_id is not null then named.kind = 'free'
      when returns.amount = 0 then coalesce(was_given, false)
      else coalesce(was_given and not was_sold, false)
    end as is_gift,
    orders.order_id as sold_order_id,
    -- A refund stands where the revenue stood that it lowers: with a buyer nobody knows, with nobody.
    if(orders.order_id is null, returns.customer_id, orders.customer_id) as known_customer_id,
    cast(returned_at as date) as returned_on,
    cast(orders.ordered_at as date) as sold_on,
    coalesce(sold_on, returned_on) as valued_on,
    cast(products.unit_cost_amount * 100 as bigint) * returns.quantity as booked_cost_cents,
    nullif(products.currency, getvariable('reporting_currency')) as cost_currency
  from returns
    left join orders on orders.order_id = returns.order_id
    left join named_lines as named on named.return_id = returns.return_id
    left join handed_out
      on handed_out.order_id = returns.order_id and handed_out.product_id = returns.product_id
    left join products
      on products.product_id = coalesce(named.product_id, returns.product_id)
)

select
  valued.return_id,
  valued.sold_order_id as order_id,
  valued.product_id,
  valued.is_gift,
  coalesce(identities.surviving_customer_id, valued.known_customer_id) as customer_id,
  valued.returned_on,
  valued.sold_on,
  valued.quantity as units_count,
  converted_cents(
    valued.amount * 100,
    if(valued.currency = getvariable('reporting_currency'), 1, rates.rate)
  ) as refunded_cents,
  coalesce(
    converted_cents(
      valued.booked_cost_cents, if(valued.cost_currency is null, 1, cost_rates.rate)
    ),
    0
  ) as cost_cents
from valued_returns as valued
  left join daily_rates as rates
    on rates.from_currency = valued.currency and rates.day_on = valued.valued_on
  left join daily_rates as cost_rates
    on cost_rates.from_currency = valued.cost_currency and cost_rates.day_on = valued.valued_on
  left join customer_identities as identities
    on identities.customer_id = valued.known_customer_id
where valued.currency = getvariable('reporting_currency') or rates.rate is not null
