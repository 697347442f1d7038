-- Each slice over each period from its first month on, summed over the months that the period holds.
with begun as (
  select basis, dimension, dimension_value, min(month_start_on) as first_on
  from return_slices
  group by all
),

summed as (
  select
    begun.basis,
    periods.period_kind,
    periods.period_start_on,
    periods.period_end_on,
    begun.dimension,
    begun.dimension_value,
    count(slices.month_start_on) as months_count,
    coalesce(sum(sold_units_count), 0) as sold_units,
    coalesce(sum(sold_cents), 0) as sold_cents,
    coalesce(sum(returned_units_count), 0) as returned_units,
    coalesce(sum(returned_cents), 0) as returned_cents
  from begun
    join periods on periods.period_end_on > begun.first_on and periods.period_kind <> 'week'
    left join return_slices as slices
      on slices.basis = begun.basis
      and slices.dimension = begun.dimension
      and slices.dimension_value = begun.dimension_value
      and slices.month_start_on >= periods.period_start_on
      and slices.month_start_on < periods.period_end_on
  group by all
),

-- Returns of a reason are compared with all that the period sold.
compared as (
  select
    summed.* replace (
      if(summed.dimension = 'reason', coalesce(whole.sold_units, 0), summed.sold_units)
        as sold_units,
      if(summed.dimension = 'reason', coalesce(whole.sold_cents, 0), summed.sold_cents)
        as sold_cents
    ),
    coalesce(whole.returned_cents, 0) as all_cents
  from summed
    left join summed as whole
      on whole.basis = summed.basis
      and whole.period_kind = summed.period_kind
      and whole.period_start_on = summed.period_start_on
      and whole.dimension = 'all'
  where summed.dimension <> 'product' or summed.months_count > 0
)

select
  *,
  period_end_on + if(basis = 'sold', getvariable('return_window_days'), 0)
    <= getvariable('as_of') + 1 as is_complete,
  sold_units as sold_units_count,
  returned_units as returned_units_count,
  if(sold_units = 0, null, returned_units::double / sold_units::double) as unit_return_rate,
  case when basis = 'sold' and returned_units <= sold_units
    then wilson_low(trunc(returned_units)::bigint, trunc(sold_units)::bigint) end
    as unit_return_rate_low,
  case when basis = 'sold' and returned_units <= sold_units
    then wilson_high(trunc(returned_units)::bigint, trunc(sold_units)::bigint) end
    as unit_return_rate_high,
  sold_units >= getvariable('minimum_sample') as has_minimum_sample,
  amount_of(sold_cents) as sold_amount,
  amount_of(returned_cents) as returned_amount,
  if(sold_cents = 0, null, returned_cents / sold_cents) as value_return_rate,
  case when basis = 'sold' and dimension <> 'reason' then amount_of(sold_cents - returned_cents) end
    as net_amount,
  amount_of(all_cents) as slices_returned_amount,
  amount_of(all_cents) as all_returned_amount
from compared
