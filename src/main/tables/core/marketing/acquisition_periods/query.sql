with winning_costs as (
  select
    trunc(k.incurred_on, 'month') as booked_month_on,
    coalesce(k.channel, g.channel, 'unassigned') as channel,
    k.kind,
    if(k.kind = 'marketing', k.cost_cents, 0) as marketing_cents,
    if(k.kind = 'sales', k.cost_cents, 0) as sales_cents,
    k.cost_cents
  from cost_values as k
    left join campaigns as g on g.campaign_id = k.campaign_id
  where k.kind in ('marketing', 'sales')
),

-- Without a lag the two entries of a cost stand in one month; a month that has not begun has none.
month_costs as (
  select
    booked_month_on as month_start_on, channel, marketing_cents, sales_cents, 0 as lagged_cents
  from winning_costs
  union all
  select add_months(booked_month_on, :acquisition_lag_months), channel, 0, 0, cost_cents
  from winning_costs
  where add_months(booked_month_on, :acquisition_lag_months) <= :as_of
),

entries as (
  select
    m.period_kind,
    m.period_start_on,
    slices.dimension,
    slices.dimension_value,
    0 as new_customers,
    c.marketing_cents,
    c.sales_cents,
    c.lagged_cents
  from month_costs as c
    join period_months as m on m.month_start_on = c.month_start_on
    lateral view stack(
      2, 'all', 'all', 'acquisition_channel', c.channel
    ) slices as dimension, dimension_value
  union all
  select
    period_kind, period_start_on, dimension, dimension_value, new_customers, null, null, null
  from period_slices
  where dimension in ('all', 'acquisition_channel') and new_customers > 0
),

-- Between the first booking and the last, whatever its slice, a month without one cost nothing. Both
-- kinds must reach over a period: what one of them costs is not what winning costs.
booked_months as (
  select max(first_month_on) as first_month_on, min(last_month_on) as last_month_on
  from (
      select min(booked_month_on) as first_month_on, max(booked_month_on) as last_month_on
      from winning_costs
      group by kind
    )
),

-- What a period cost is known when bookings began by its first month and have reached its last, or
-- the period itself while that goes on.
known_periods as (
  select
    p.period_kind, p.period_start_on, p.is_complete,
    if(p.is_complete, add_months(p.period_end_on, -1), p.period_start_on) as needed_month_on,
    p.period_start_on >= b.first_month_on and needed_month_on <= b.last_month_on as is_known,
    p.period_start_on >= add_months(b.first_month_on, :acquisition_lag_months)
      and needed_month_on <= add_months(b.last_month_on, :acquisition_lag_months)
      as is_lagged_known
  from periods as p
    cross join booked_months as b
),

-- A slice without any booking is one whose costs nobody knows.
slice_starts as (
  select
    period_kind,
    dimension,
    dimension_value,
    min(period_start_on) as first_start_on,
    if(count(marketing_cents) > 0, 0, null) as no_cost
  from entries
  group by period_kind, dimension, dimension_value
)

select
  p.period_kind,
  p.period_start_on,
  s.dimension,
  s.dimension_value,
  p.is_complete,
  coalesce(sum(e.new_customers), 0) as new_customers,
  if(p.is_known, coalesce(sum(e.marketing_cents), s.no_cost), null) as marketing_cents,
  if(p.is_known, coalesce(sum(e.sales_cents), s.no_cost), null) as sales_cents,
  if(p.is_lagged_known, coalesce(sum(e.lagged_cents), s.no_cost), null) as lagged_cents
from slice_starts as s
  join known_periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join entries as e
    on e.period_kind = p.period_kind
    and e.period_start_on = p.period_start_on
    and e.dimension = s.dimension
    and e.dimension_value = s.dimension_value
group by
  p.period_kind, p.period_start_on, p.is_complete, p.is_known, p.is_lagged_known, s.dimension,
  s.dimension_value, s.no_cost
