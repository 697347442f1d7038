-- A return is of the line it names, else of the sale lines of its product, else of the order. Of a
-- product both sold and given away, the gift came back when nothing was paid back.
with returned_lines as (
  select
    r.return_id,
    max_by(
      named_struct('kind', l.kind, 'product_id', l.product_id),
      case
        when l.order_line_id = r.order_line_id then 3
        when l.kind = if(r.amount = 0, 'free', 'sale') then 2
        when l.kind <> 'adjustment' then 1
        else 0
      end
    ) as line
  from returns as r
    join order_lines as l
      on l.order_id = r.order_id
      and (l.order_line_id = r.order_line_id or l.product_id = r.product_id)
  group by r.return_id
),

dated_returns as (
  select
    r.return_id,
    o.order_id,
    coalesce(b.line.product_id, r.product_id) as product_id,
    coalesce(b.line.kind = 'free', false) as is_gift,
    case when o.order_id is null then r.customer_id else o.customer_id end as recorded_customer_id,
    cast(r.returned_at as date) as returned_on,
    cast(o.ordered_at as date) as sold_on,
    cast(coalesce(o.ordered_at, r.returned_at) as date) as valued_on,
    r.quantity,
    r.amount,
    r.currency
  from returns as r
    left join orders as o on o.order_id = r.order_id
    left join returned_lines as b on b.return_id = r.return_id
),

rated_returns as (
  select
    d.return_id,
    d.order_id,
    d.product_id,
    d.is_gift,
    d.recorded_customer_id,
    d.returned_on,
    d.sold_on,
    d.valued_on,
    d.quantity,
    cast(d.amount * 100 as decimal(18, 0)) as booked_cents,
    cast(coalesce(p.unit_cost_amount * d.quantity, 0) * 100 as decimal(18, 0))
      as booked_cost_cents,
    d.currency,
    case when d.currency = :reporting_currency then 1 else r.rate end as rate,
    case
      when coalesce(p.currency, :reporting_currency) = :reporting_currency then 1
      else c.rate
    end as cost_rate
  from dated_returns as d
    left join products as p on p.product_id = d.product_id
    left join daily_rates as r on r.from_currency = d.currency and r.day_on = d.valued_on
    left join daily_rates as c on c.from_currency = p.currency and c.day_on = d.valued_on
)

select
  r.return_id,
  r.order_id,
  r.product_id,
  r.is_gift,
  coalesce(i.surviving_customer_id, r.recorded_customer_id) as customer_id,
  r.returned_on,
  r.sold_on,
  r.quantity as units_count,
  cast(round(r.booked_cents * r.rate) as bigint) as refunded_cents,
  -- A cost that cannot be converted is not known; the refund still counts.
  cast(round(r.booked_cost_cents * coalesce(r.cost_rate, 0)) as bigint) as cost_cents,
  case
    when r.rate is null
      then concat(
        'no exchange rate from ', r.currency, ' for ', r.valued_on,
        ' or the ', :fx_rate_valid_days, ' days before'
      )
  end as reject_reason
from rated_returns as r
  left join customer_identities as i on i.customer_id = r.recorded_customer_id
