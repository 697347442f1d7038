-- A discount is of a product only where the order sold that product.
with product_discounts as (
  select distinct d.order_line_id
  from order_lines as d
    join order_lines as s on s.order_id = d.order_id and s.product_id = d.product_id
  where d.kind = 'discount' and s.kind = 'sale'
),

-- A product has the name, category and cost of the day of the sale, whatever became of it since.
described_lines as (
  select
    l.order_line_id, l.order_id, l.product_id, l.kind, l.quantity, l.amount,
    cast(l.ordered_at as date) as ordered_on,
    h.name as product_name,
    h.category as product_category,
    cast(h.unit_cost_amount * 100 as decimal(14, 0)) as booked_unit_cost_cents,
    nullif(h.currency, :reporting_currency) as foreign_currency
  from order_lines as l
    left join product_history as h
      on h.product_id = l.product_id
      and cast(l.ordered_at as date) >= h.valid_from_on
      and cast(l.ordered_at as date) < h.valid_until_on
)

select
  d.order_line_id,
  d.order_id,
  d.product_id,
  d.product_name,
  d.product_category,
  d.ordered_on,
  d.kind,
  -- Money alone has no units.
  if(d.kind in ('sale', 'free'), d.quantity, 0) as units_count,
  d.amount as booked_amount,
  -- A cost in a currency without a rate that day is not known.
  cast(
    d.booked_unit_cost_cents * if(d.foreign_currency is null, 1, r.rate) as decimal(22, 8)
  ) as unit_cost_cents,
  p.order_line_id is not null as is_product_discount
from described_lines as d
  left join product_discounts as p on p.order_line_id = d.order_line_id
  left join daily_rates as r on r.from_currency = d.foreign_currency and r.day_on = d.ordered_on
