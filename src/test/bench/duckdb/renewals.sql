with slices_of_contracts as (
  unpivot (
    select
      subscription_id, due_on, outcome, mrr_cents, 'all' as "all", country, segment,
      acquisition_channel, product_category, term, booked_currency as currency
    from contract_renewals
  )
  on "all", country, segment, acquisition_channel, product_category, term, currency
  into name dimension value dimension_value
),

slices as (
  select dimension, dimension_value, min(due_on) as first_due_on
  from slices_of_contracts
  group by all
),

sums as (
  select
    period_kind, period_start_on, is_complete as is_over, slices.dimension, slices.dimension_value,
    count(outcome) as due,
    count(*) filter (outcome = 'renewed early') as early,
    count(*) filter (outcome = 'renewed on time') as on_time,
    count(*) filter (outcome = 'renewed late') as late,
    count(*) filter (outcome = 'not renewed') as lost,
    count(*) filter (outcome = 'open') as open,
    coalesce(sum(mrr_cents), 0) as due_cents,
    coalesce(sum(mrr_cents) filter (outcome = 'renewed early'), 0) as early_cents,
    coalesce(sum(mrr_cents) filter (outcome = 'renewed on time'), 0) as on_time_cents,
    coalesce(sum(mrr_cents) filter (outcome = 'renewed late'), 0) as late_cents,
    coalesce(sum(mrr_cents) filter (outcome = 'not renewed'), 0) as lost_cents,
    coalesce(sum(mrr_cents) filter (outcome = 'open'), 0) as open_cents,
    early_cents + on_time_cents + late_cents as renewed_cents
  from slices
    join periods on period_kind <> 'week' and period_end_on > first_due_on
    left join slices_of_contracts
      on slices_of_contracts.dimension = slices.dimension
      and slices_of_contracts.dimension_value = slices.dimension_value
      and due_on >= period_start_on
      and due_on < period_end_on
  group by all
),

-- How far each decided contract is from the rate of its slice.
errors as (
  select
    period_kind, period_start_on, sums.dimension, sums.dimension_value,
    sum((
      if(outcome = 'not renewed', 0, mrr_cents)
        - mrr_cents * renewed_cents / (renewed_cents + lost_cents)
    ) ^ 2) as squares
  from sums
    join periods using (period_kind, period_start_on)
    join slices_of_contracts
      on slices_of_contracts.dimension = sums.dimension
      and slices_of_contracts.dimension_value = sums.dimension_value
      and due_on >= period_start_on
      and due_on < period_end_on
  where outcome <> 'open'
  group by all
)

select
  sums.period_kind, sums.period_start_on, sums.dimension, sums.dimension_value,
  is_over and open = 0 and (
    lost = 0
    or (
      select max(period_end_on) from periods
      where periods.period_kind = sums.period_kind
        and periods.period_start_on = sums.period_start_on
    ) + getvariable('renewal_window_days') <= getvariable('as_of') + 1
  ) as is_complete,
  due as due_contracts,
  early as renewed_early_contracts,
  on_time as renewed_on_time_contracts,
  late as renewed_late_contracts,
  lost as not_renewed_contracts,
  open as open_contracts,
  early + on_time + late as renewed,
  renewed + lost as decided_contracts,
  renewed / nullif(decided_contracts, 0) as renewal_rate,
  wilson_low(renewed, decided_contracts) as renewal_rate_low,
  wilson_high(renewed, decided_contracts) as renewal_rate_high,
  amount_of(due_cents) as due_amount,
  amount_of(early_cents) as renewed_early_amount,
  amount_of(on_time_cents) as renewed_on_time_amount,
  amount_of(late_cents) as renewed_late_amount,
  amount_of(lost_cents) as not_renewed_amount,
  amount_of(open_cents) as open_amount,
  renewed_cents / nullif(renewed_cents + lost_cents, 0) as renewal_rate_by_value,
  if(
    decided_contracts > 1 and renewed_cents + lost_cents > 0,
    1.96 * sqrt(squares * decided_contracts / (decided_contracts - 1)) / (renewed_cents + lost_cents),
    null
  ) as value_error,
  greatest(renewal_rate_by_value - value_error, if(value_error is null, null, 0))
    as renewal_rate_by_value_low,
  least(renewal_rate_by_value + value_error, if(value_error is null, null, 1))
    as renewal_rate_by_value_high,
  decided_contracts >= getvariable('minimum_sample') as has_minimum_sample
from sums
  left join errors using (period_kind, period_start_on, dimension, dimension_value)
