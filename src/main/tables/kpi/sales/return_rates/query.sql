with period_slices_of_returns as (
  select
    s.basis,
    m.period_kind,
    m.period_start_on,
    s.dimension,
    s.dimension_value,
    sum(s.sold_units_count) as sold_units,
    sum(s.sold_cents) as sold_cents,
    sum(s.returned_units_count) as returned_units,
    sum(s.returned_cents) as returned_cents
  from return_slices as s
    join period_months as m on m.month_start_on = s.month_start_on
  group by s.basis, m.period_kind, m.period_start_on, s.dimension, s.dimension_value
),

slice_starts as (
  select basis, period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from period_slices_of_returns
  group by basis, period_kind, dimension, dimension_value
),

-- A period in which nothing was sold or came back is a row of zeros; of products it is none.
period_returns as (
  select
    b.basis, p.period_kind, p.period_start_on, b.dimension, b.dimension_value,
    -- What a period sold may come back until the last of it was sold return_window_days ago.
    if(b.basis = 'sold', date_add(p.period_end_on, :return_window_days), p.period_end_on)
      <= date_add(:as_of, 1) as is_complete,
    coalesce(s.sold_units, 0) as own_units,
    coalesce(s.sold_cents, 0) as own_cents,
    coalesce(s.returned_units, 0) as returned_units,
    coalesce(s.returned_cents, 0) as returned_cents
  from slice_starts as b
    join periods as p on p.period_kind = b.period_kind and p.period_start_on >= b.first_start_on
    left join period_slices_of_returns as s
      on s.basis = b.basis
      and s.period_kind = p.period_kind
      and s.period_start_on = p.period_start_on
      and s.dimension = b.dimension
      and s.dimension_value = b.dimension_value
  where b.dimension <> 'product' or s.basis is not null
),

-- What stayed has no reason: returns of a reason are compared with all that was sold.
compared_returns as (
  select
    *,
    if(dimension = 'reason', max(if(dimension = 'all', own_units, 0)) over period, own_units)
      as sold_units,
    if(dimension = 'reason', max(if(dimension = 'all', own_cents, 0)) over period, own_cents)
      as sold_cents,
    sum(returned_cents) over slices as slices_returned_cents,
    sum(if(dimension = 'all', returned_cents, 0)) over period as all_returned_cents
  from period_returns
  window
    period as (partition by basis, period_kind, period_start_on),
    slices as (partition by basis, period_kind, period_start_on, dimension)
)

select
  basis,
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  cast(sold_units as decimal(18, 3)) as sold_units_count,
  cast(returned_units as decimal(18, 3)) as returned_units_count,
  cast(returned_units as double) / nullif(sold_units, 0) as unit_return_rate,
  if(basis = 'sold' and returned_units <= sold_units, wilson_low(returned_units, sold_units), null)
    as unit_return_rate_low,
  if(basis = 'sold' and returned_units <= sold_units, wilson_high(returned_units, sold_units), null)
    as unit_return_rate_high,
  sold_units >= :minimum_sample as has_minimum_sample,
  cast(sold_cents * 0.01 as decimal(18, 2)) as sold_amount,
  cast(returned_cents * 0.01 as decimal(18, 2)) as returned_amount,
  returned_cents / nullif(sold_cents, 0) as value_return_rate,
  if(
    basis = 'sold' and dimension <> 'reason',
    cast((sold_cents - returned_cents) * 0.01 as decimal(18, 2)), null
  ) as net_amount,
  cast(slices_returned_cents * 0.01 as decimal(18, 2)) as slices_returned_amount,
  cast(all_returned_cents * 0.01 as decimal(18, 2)) as all_returned_amount
from compared_returns
