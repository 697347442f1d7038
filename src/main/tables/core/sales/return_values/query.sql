-- A return is of the line it names, else of the sale lines of its product, else of the order. Where
-- nothing was paid back and gifts are of the product (of the order if none is named), one came back.
with returned_lines as (
  select
    r.return_id,
    max_by(
      named_struct(
        'kind', l.kind, 'product_id', l.product_id, 'unit_cost_cents', l.unit_cost_cents
      ),
      named_struct(
        'match', case
          when l.order_line_id = r.order_line_id then 2
          when l.kind = if(r.amount = 0, 'free', 'sale') then 1
          else 0
        end,
        'order_line_id', l.order_line_id
      )
    ) as line
  from returns as r
    join order_line_values as l
      on l.order_id = r.order_id
      and (
        l.order_line_id = r.order_line_id
        or l.kind in ('sale', 'free') and l.product_id = r.product_id
        or l.kind = 'free' and r.product_id is null and r.amount = 0
      )
  group by r.return_id
),

dated_returns as (
  select
    r.return_id,
    o.order_id,
    case when o.order_id is null then r.product_id else b.line.product_id end as product_id,
    coalesce(b.line.kind = 'free', false) as is_gift,
    o.order_id is not null and b.line is null as is_of_the_order,
    b.line.kind as line_kind,
    b.line.unit_cost_cents as sold_unit_cost_cents,
    case when o.order_id is null then r.customer_id else o.customer_id end as recorded_customer_id,
    cast(r.returned_at as date) as returned_on,
    cast(o.ordered_at as date) as sold_on,
    r.quantity, r.amount, r.currency
  from returns as r
    left join orders as o on o.order_id = r.order_id
    left join returned_lines as b on b.return_id = r.return_id
),

rated_returns as (
  select
    d.*,
    case when d.currency = :reporting_currency then 1 else r.rate end as rate,
    case
      when d.sold_on is null then null
      when d.currency = :reporting_currency then 1
      else s.rate
    end as sale_rate,
    case when d.currency <> :reporting_currency then
      coalesce(if(r.rate is null, d.returned_on, null), if(s.rate is null, d.sold_on, null))
    end as unrated_on
  from dated_returns as d
    left join daily_rates as r on r.from_currency = d.currency and r.day_on = d.returned_on
    left join daily_rates as s on s.from_currency = d.currency and s.day_on = d.sold_on
)

select
  r.return_id, r.order_id, r.product_id, r.is_gift, r.is_of_the_order,
  coalesce(i.surviving_customer_id, r.recorded_customer_id) as customer_id,
  r.returned_on, r.sold_on, r.quantity as units_count,
  r.currency as booked_currency, r.amount as booked_refund_amount, r.sale_rate,
  cast(round(cast(r.amount * 100 as decimal(18, 0)) * r.rate) as bigint) as refunded_cents,
  -- What came back on an order takes back the cost of its sale, else that of the day it came back.
  if(
    r.order_id is null,
    cast(
      cast(h.unit_cost_amount * 100 as decimal(14, 0))
        * if(coalesce(h.currency, :reporting_currency) = :reporting_currency, 1, c.rate)
      as decimal(22, 8)
    ),
    r.sold_unit_cost_cents
  ) as unit_cost_cents,
  case
    when r.order_id is null then cast(round(r.quantity * unit_cost_cents) as bigint)
  end as cost_cents,
  case
    when r.unrated_on is not null then concat(
      'no exchange rate from ', r.currency, ' for ', r.unrated_on,
      ' or the ', :fx_rate_valid_days, ' days before'
    )
    when r.line_kind not in ('sale', 'free') then concat(
      'the line that came back is no goods but ', r.line_kind
    )
  end as reject_reason
from rated_returns as r
  left join customer_identities as i on i.customer_id = r.recorded_customer_id
  left join product_history as h
    on h.product_id = r.product_id
    and r.returned_on >= h.valid_from_on
    and r.returned_on < h.valid_until_on
  left join daily_rates as c on c.from_currency = h.currency and c.day_on = r.returned_on
