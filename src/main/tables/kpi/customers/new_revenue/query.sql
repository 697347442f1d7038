-- Net revenue as customer_base has it: a refund without an order to restate lowers its own day.
with sales as (
  select customer_id, ordered_on as counted_on, net_revenue_cents
  from order_values
  union all
  select customer_id, returned_on as counted_on, -refunded_cents as net_revenue_cents
  from return_values
  where order_id is null
),

-- A customer is new up to the day so many months after the first net purchase, that day included.
day_sales as (
  select
    s.counted_on,
    coalesce(o.country, 'unknown') as country,
    coalesce(o.segment, 'unknown') as segment,
    coalesce(o.acquisition_channel, 'unknown') as acquisition_channel,
    case
      when s.counted_on > add_months(o.won_on, :new_revenue_months) then 'existing'
      when s.counted_on >= o.won_on then 'new'
    end as age,
    sum(s.net_revenue_cents) as cents
  from sales as s
    left join customer_origins as o on o.customer_id = s.customer_id
  group by all
),

slice_sales as (
  select
    starts.period_kind,
    starts.period_start_on,
    slices.dimension,
    slices.dimension_value,
    sum(if(s.age = 'new', s.cents, 0)) as new_cents,
    sum(if(s.age = 'existing', s.cents, 0)) as existing_cents,
    sum(s.cents) as net_cents
  from day_sales as s
    join calendar as c on c.day_on = s.counted_on
    lateral view stack(
      6,
      'week', c.week_start_on, 'month', c.month_start_on, 'quarter', c.quarter_start_on,
      'year', c.year_start_on, 'fiscal_quarter', c.fiscal_quarter_start_on,
      'fiscal_year', c.fiscal_year_start_on
    ) starts as period_kind, period_start_on
    lateral view stack(
      4,
      'all', 'all', 'country', s.country, 'segment', s.segment,
      'acquisition_channel', s.acquisition_channel
    ) slices as dimension, dimension_value
  group by starts.period_kind, starts.period_start_on, slices.dimension, slices.dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_sales
  group by period_kind, dimension, dimension_value
),

-- A period in which nothing was sold is a row of zeros, from the first period of the slice on.
period_revenue as (
  select
    p.period_kind, p.period_start_on, p.year_before_start_on, p.is_complete,
    b.dimension, b.dimension_value,
    cast(coalesce(s.new_cents, 0) * 0.01 as decimal(18, 2)) as new_amount,
    cast(coalesce(s.existing_cents, 0) * 0.01 as decimal(18, 2)) as existing_amount,
    cast(coalesce(s.net_cents, 0) * 0.01 as decimal(18, 2)) as net_amount
  from slice_starts as b
    join periods as p on p.period_kind = b.period_kind and p.period_start_on >= b.first_start_on
    left join slice_sales as s
      on s.period_kind = p.period_kind and s.period_start_on = p.period_start_on
      and s.dimension = b.dimension and s.dimension_value = b.dimension_value
)

select
  r.period_kind,
  r.period_start_on,
  r.dimension,
  r.dimension_value,
  r.is_complete,
  r.new_amount as new_revenue_amount,
  r.existing_amount as existing_revenue_amount,
  cast(r.net_amount - r.new_amount - r.existing_amount as decimal(18, 2))
    as unassigned_revenue_amount,
  if(
    r.period_kind = 'week',
    r.net_amount, cast(coalesce(c.net_revenue_cents, 0) * 0.01 as decimal(18, 2))
  ) as net_revenue_amount,
  cast(r.new_amount / if(r.net_amount > 0, r.net_amount, null) as double) as new_revenue_share,
  -- A slice that had not begun when others had brought nothing.
  coalesce(y.new_amount, if(a.period_start_on is null, null, 0)) as year_before_amount,
  -- A period that goes on is not compared with a whole one.
  if(r.is_complete, cast(r.new_amount - year_before_amount as decimal(18, 2)), null)
    as growth_amount,
  cast(growth_amount / if(y.new_amount > 0, y.new_amount, null) as double) as growth_rate
from period_revenue as r
  left join period_revenue as y
    on y.period_kind = r.period_kind and y.period_start_on = r.year_before_start_on
    and y.dimension = r.dimension and y.dimension_value = r.dimension_value
  left join period_revenue as a
    on a.period_kind = r.period_kind and a.period_start_on = r.year_before_start_on
    and a.dimension = 'all'
  left join period_slices as c
    on c.period_kind = r.period_kind and c.period_start_on = r.period_start_on
    and c.dimension = r.dimension and c.dimension_value = r.dimension_value
