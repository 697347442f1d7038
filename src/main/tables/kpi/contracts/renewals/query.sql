with sliced_renewals as (
  select
    p.period_kind, p.period_start_on, slices.dimension, slices.dimension_value,
    r.outcome, r.mrr_cents
  from contract_renewals as r
    join periods as p
      on p.period_kind <> 'week' and r.due_on >= p.period_start_on and r.due_on < p.period_end_on
    lateral view stack(
      7, 'all', 'all', 'country', r.country, 'segment', r.segment,
      'acquisition_channel', r.acquisition_channel, 'product_category', r.product_category,
      'term', r.term, 'currency', r.booked_currency
    ) slices as dimension, dimension_value
),

due_slices as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    count(*) as due,
    count_if(outcome = 'renewed early') as early,
    count_if(outcome = 'renewed on time') as on_time,
    count_if(outcome = 'renewed late') as late,
    count_if(outcome = 'not renewed') as lost,
    count_if(outcome = 'open') as open,
    early + on_time + late as renewed,
    renewed + lost as decided,
    sum(mrr_cents) as due_cents,
    sum(if(outcome = 'renewed early', mrr_cents, 0)) as early_cents,
    sum(if(outcome = 'renewed on time', mrr_cents, 0)) as on_time_cents,
    sum(if(outcome = 'renewed late', mrr_cents, 0)) as late_cents,
    sum(if(outcome = 'not renewed', mrr_cents, 0)) as lost_cents,
    sum(if(outcome = 'open', mrr_cents, 0)) as open_cents,
    (due_cents - open_cents - lost_cents) / nullif(due_cents - open_cents, 0) as value_rate,
    sum(if(outcome = 'not renewed', mrr_cents, 0) * cast(mrr_cents as decimal(19, 0)))
      as lost_squares,
    sum(if(outcome in ('not renewed', 'open'), 0, mrr_cents) * cast(mrr_cents as decimal(19, 0)))
      as renewed_squares,
    -- A ratio of sums errs by how far each contract is from it; 1.96 standard errors are 95 %.
    1.96D * sqrt(
      (renewed_squares * pow(1 - value_rate, 2) + lost_squares * pow(value_rate, 2))
        * decided / nullif(decided - 1, 0)
    ) / nullif(due_cents - open_cents, 0) as value_error
  from sliced_renewals
  group by period_kind, period_start_on, dimension, dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from due_slices
  group by period_kind, dimension, dimension_value
)

-- A period in which nothing is due is a row of zeros, from the first one on.
select
  p.period_kind, p.period_start_on, s.dimension, s.dimension_value,
  -- Who has not renewed may still come back, and be late.
  p.is_complete and coalesce(d.open, 0) = 0 and (
    coalesce(d.lost, 0) = 0
    or date_add(p.period_end_on, :renewal_window_days) <= date_add(:as_of, 1)
  ) as is_complete,
  coalesce(d.due, 0) as due_contracts,
  coalesce(d.early, 0) as renewed_early_contracts,
  coalesce(d.on_time, 0) as renewed_on_time_contracts,
  coalesce(d.late, 0) as renewed_late_contracts,
  coalesce(d.lost, 0) as not_renewed_contracts,
  coalesce(d.open, 0) as open_contracts,
  d.renewed / nullif(d.decided, 0) as renewal_rate,
  wilson_low(d.renewed, d.decided) as renewal_rate_low,
  wilson_high(d.renewed, d.decided) as renewal_rate_high,
  coalesce(d.decided, 0) as decided_contracts,
  cast(coalesce(d.due_cents, 0) * 0.01 as decimal(18, 2)) as due_amount,
  cast(coalesce(d.early_cents, 0) * 0.01 as decimal(18, 2)) as renewed_early_amount,
  cast(coalesce(d.on_time_cents, 0) * 0.01 as decimal(18, 2)) as renewed_on_time_amount,
  cast(coalesce(d.late_cents, 0) * 0.01 as decimal(18, 2)) as renewed_late_amount,
  cast(coalesce(d.lost_cents, 0) * 0.01 as decimal(18, 2)) as not_renewed_amount,
  cast(coalesce(d.open_cents, 0) * 0.01 as decimal(18, 2)) as open_amount,
  d.value_rate as renewal_rate_by_value,
  if(d.value_error >= 0, greatest(d.value_rate - d.value_error, 0), null)
    as renewal_rate_by_value_low,
  if(d.value_error >= 0, least(d.value_rate + d.value_error, 1), null)
    as renewal_rate_by_value_high,
  coalesce(d.decided, 0) >= :minimum_sample as has_minimum_sample
from slice_starts as s
  join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join due_slices as d
    on d.period_kind = p.period_kind
    and d.period_start_on = p.period_start_on
    and d.dimension = s.dimension
    and d.dimension_value = s.dimension_value
