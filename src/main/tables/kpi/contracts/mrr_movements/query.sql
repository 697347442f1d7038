-- The months of a period are added up; its two ends are those of its first and its last month.
with customer_periods as (
  select
    m.customer_id, m.currency, p.period_kind, p.period_start_on,
    m.country, m.segment, m.acquisition_channel, m.product_category, m.term,
    min_by(m.opening_mrr_cents, m.month_start_on) as opened,
    max_by(m.mrr_cents, m.month_start_on) as closed,
    sum(if(m.movement = 'new', mrr_cents, 0)) as new,
    sum(if(m.movement = 'reactivated', mrr_cents, 0)) as reactivated,
    sum(if(m.movement = 'expansion', mrr_cents - opening_mrr_cents, 0)) as expanded,
    sum(if(m.movement = 'contraction', opening_mrr_cents - mrr_cents, 0)) as contracted,
    sum(if(m.movement = 'churned', opening_mrr_cents, 0)) as churned,
    sum(if(m.churn_kind = 'voluntary', opening_mrr_cents, 0)) as voluntary,
    sum(if(m.churn_kind = 'involuntary', opening_mrr_cents, 0)) as involuntary
  from contract_months as m
    join period_months as p on p.month_start_on = m.month_start_on
  group by all
),

-- What is kept or paid at the closing by whom paid at the opening, beside the same of the slice.
sliced_customers as (
  select
    *,
    least(opened, closed) as kept,
    if(opened > 0, closed, 0) as paid,
    sum(opened) over slice as slice_opened,
    sum(least(opened, closed)) over slice as slice_kept,
    sum(if(opened > 0, closed, 0)) over slice as slice_paid
  from customer_periods
    lateral view stack(
      6, 'all', 'all', 'country', country, 'segment', segment,
      'acquisition_channel', acquisition_channel, 'product_category', product_category, 'term', term
    ) slices as dimension, dimension_value
  window slice as (
    partition by period_kind, period_start_on, currency, dimension, dimension_value
  )
),

-- A ratio of sums errs by how far each customer is from it (Cochran 1977, 6.4), here to the cent.
slice_sums as (
  select
    period_kind, period_start_on, currency, dimension, dimension_value,
    sum(opened) as opened, sum(new) as new, sum(reactivated) as reactivated,
    sum(expanded) as expanded, sum(contracted) as contracted, sum(churned) as churned,
    sum(voluntary) as voluntary, sum(involuntary) as involuntary, sum(closed) as closed,
    sum(kept) as kept, sum(paid) as paid,
    count_if(opened > 0) as opening_logos,
    count_if(closed > 0) as closing_logos,
    -- 1.96 standard errors are 95 %; a customer alone has none.
    1.96D * sqrt(opening_logos / nullif(opening_logos - 1, 0)) / nullif(sum(opened), 0) as scale,
    sum(cast(power(round(kept - slice_kept / nullif(slice_opened, 0) * opened), 2)
      as decimal(27, 0))) as kept_squares,
    sum(cast(power(round(paid - slice_paid / nullif(slice_opened, 0) * opened), 2)
      as decimal(27, 0))) as paid_squares
  from sliced_customers
  group by period_kind, period_start_on, currency, dimension, dimension_value
),

slice_starts as (
  select period_kind, currency, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_sums
  group by all
)

-- A period in which nobody pays and nothing happens is a row of zeros, from the first one on.
select
  p.period_kind, p.period_start_on, s.currency, s.dimension, s.dimension_value, p.is_complete,
  cast(coalesce(m.opened, 0) * 0.01 as decimal(18, 2)) as opening_mrr_amount,
  cast(coalesce(m.new, 0) * 0.01 as decimal(18, 2)) as new_mrr_amount,
  cast(coalesce(m.reactivated, 0) * 0.01 as decimal(18, 2)) as reactivated_mrr_amount,
  cast(coalesce(m.expanded, 0) * 0.01 as decimal(18, 2)) as expansion_mrr_amount,
  cast(coalesce(m.contracted, 0) * 0.01 as decimal(18, 2)) as contraction_mrr_amount,
  cast(coalesce(m.churned, 0) * 0.01 as decimal(18, 2)) as churned_mrr_amount,
  cast(coalesce(m.voluntary, 0) * 0.01 as decimal(18, 2)) as voluntary_churned_mrr_amount,
  cast(coalesce(m.involuntary, 0) * 0.01 as decimal(18, 2)) as involuntary_churned_mrr_amount,
  cast(coalesce(m.closed, 0) * 0.01 as decimal(18, 2)) as closing_mrr_amount,
  coalesce(m.opening_logos, 0) as opening_logos,
  coalesce(m.closing_logos, 0) as closing_logos,
  cast(m.closed * 0.01 / nullif(m.closing_logos, 0) as decimal(18, 2))
    as average_closing_mrr_amount,
  cast(coalesce(m.kept, 0) * 0.01 as decimal(18, 2)) as kept_mrr_amount,
  m.kept / nullif(m.opened, 0) as grr,
  if(m.scale > 0, greatest(grr - m.scale * sqrt(m.kept_squares), 0), null) as grr_low,
  if(m.scale > 0, least(grr + m.scale * sqrt(m.kept_squares), 1), null) as grr_high,
  cast(coalesce(m.paid, 0) * 0.01 as decimal(18, 2)) as opening_customers_mrr_amount,
  m.paid / nullif(m.opened, 0) as nrr,
  if(m.scale > 0, greatest(nrr - m.scale * sqrt(m.paid_squares), 0), null) as nrr_low,
  nrr + m.scale * sqrt(m.paid_squares) as nrr_high,
  coalesce(m.opening_logos, 0) >= :minimum_sample as has_minimum_sample
from slice_starts as s
  join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join slice_sums as m
    on m.period_kind = p.period_kind
    and m.period_start_on = p.period_start_on
    and m.currency = s.currency
    and m.dimension = s.dimension
    and m.dimension_value = s.dimension_value
