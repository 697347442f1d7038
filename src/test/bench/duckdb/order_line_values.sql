with reporting_days as (
  select from_currency, day_on, rate from daily_rates
  union all
  select getvariable('reporting_currency'), day_on, 1 from calendar
),

-- The newest description that had begun on the day of the sale.
described as (
  select
    lines.*,
    cast(lines.ordered_at as date) as ordered_on,
    history.name,
    history.category,
    history.unit_cost_amount,
    coalesce(history.currency, getvariable('reporting_currency')) as cost_currency
  from order_lines as lines
    asof left join product_history as history
      on history.product_id = lines.product_id
      and cast(lines.ordered_at as date) >= history.valid_from_on
)

select
  order_line_id,
  order_id,
  product_id,
  name as product_name,
  category as product_category,
  ordered_on,
  kind,
  case kind when 'sale' then quantity when 'free' then quantity else 0 end as units_count,
  amount as booked_amount,
  cast(
    cast(unit_cost_amount * 100 as decimal(14, 0)) * cast(rate as decimal(18, 8)) as decimal(22, 8)
  ) as unit_cost_cents,
  kind = 'discount' and exists (
    from order_lines as sold
    where sold.kind = 'sale'
      and sold.order_id = described.order_id
      and sold.product_id = described.product_id
  ) as is_product_discount
from described
  left join reporting_days
    on reporting_days.from_currency = described.cost_currency
    and reporting_days.day_on = described.ordered_on
