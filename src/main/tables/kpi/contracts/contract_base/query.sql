-- In a currency, and in all of them together, where a customer is one logo.
with logo_months as (
  select
    customer_id, scopes.scope, month_start_on,
    country, segment, acquisition_channel, product_category, term,
    max(opening_mrr_cents) > 0 as was_paying,
    max(mrr_cents) > 0 as is_paying,
    sum(contracts_count) as contracts_count,
    -- Who left in several currencies at once asked for it if she asked for it in one.
    max(if(churn_kind = 'unknown', '', churn_kind)) as churn_kind
  from contract_months
    lateral view explode(array(currency, 'all')) scopes as scope
  group by all
),

moved_logos as (
  select
    *,
    is_paying and not was_paying as has_come,
    was_paying and not is_paying as has_churned,
    month_start_on = min(month_start_on) over (partition by customer_id, scope) as is_first
  from logo_months
),

logo_periods as (
  select
    m.customer_id, m.scope, p.period_kind, p.period_start_on,
    m.country, m.segment, m.acquisition_channel, m.product_category, m.term,
    cast(min_by(m.was_paying, m.month_start_on) as int) as opened,
    cast(max_by(m.is_paying, m.month_start_on) as int) as closed,
    max_by(m.contracts_count, m.month_start_on) as closing_contracts,
    count_if(m.has_come and m.is_first) as new_logos,
    count_if(m.has_come and not m.is_first) as reactivated_logos,
    count_if(m.has_churned) as churned_logos,
    count_if(m.has_churned and m.churn_kind = 'voluntary') as voluntary_churned_logos,
    count_if(m.has_churned and m.churn_kind = 'involuntary') as involuntary_churned_logos
  from moved_logos as m
    join period_months as p on p.month_start_on = m.month_start_on
  group by all
),

moved_slices as (
  select
    period_kind, period_start_on, scope, slices.dimension, slices.dimension_value,
    sum(opened) as opening_logos,
    sum(new_logos) as new_logos,
    sum(reactivated_logos) as reactivated_logos,
    sum(churned_logos) as churned_logos,
    sum(voluntary_churned_logos) as voluntary_churned_logos,
    sum(involuntary_churned_logos) as involuntary_churned_logos,
    sum(closed) as closing_logos,
    sum(closing_contracts) as closing_contracts,
    sum(opened * closed) as kept_logos
  from logo_periods
    lateral view stack(
      6, 'all', 'all', 'country', country, 'segment', segment,
      'acquisition_channel', acquisition_channel, 'product_category', product_category, 'term', term
    ) slices as dimension, dimension_value
  group by all
),

-- A period in which nobody pays and nothing happens is a row of zeros, from the first one on.
slice_starts as (
  select period_kind, scope, dimension, dimension_value, min(period_start_on) as first_start_on
  from moved_slices
  group by all
)

select
  p.period_kind, p.period_start_on, s.scope as currency,
  s.dimension, s.dimension_value, p.is_complete,
  coalesce(m.opening_logos, 0) as opening_logos,
  coalesce(m.new_logos, 0) as new_logos,
  coalesce(m.reactivated_logos, 0) as reactivated_logos,
  coalesce(m.churned_logos, 0) as churned_logos,
  coalesce(m.voluntary_churned_logos, 0) as voluntary_churned_logos,
  coalesce(m.involuntary_churned_logos, 0) as involuntary_churned_logos,
  coalesce(m.closing_logos, 0) as closing_logos,
  coalesce(m.closing_contracts, 0) as closing_contracts,
  coalesce(m.kept_logos, 0) as kept_logos,
  m.kept_logos / nullif(m.opening_logos, 0) as logo_retention_rate,
  wilson_low(m.kept_logos, m.opening_logos) as logo_retention_rate_low,
  wilson_high(m.kept_logos, m.opening_logos) as logo_retention_rate_high,
  coalesce(m.opening_logos - m.kept_logos, 0) as lost_opening_logos,
  (m.opening_logos - m.kept_logos) / nullif(m.opening_logos, 0) as logo_churn_rate,
  wilson_low(m.opening_logos - m.kept_logos, m.opening_logos) as logo_churn_rate_low,
  wilson_high(m.opening_logos - m.kept_logos, m.opening_logos) as logo_churn_rate_high,
  coalesce(m.opening_logos, 0) >= :minimum_sample as has_minimum_sample
from slice_starts as s
  join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join moved_slices as m
    on m.period_kind = p.period_kind
    and m.period_start_on = p.period_start_on
    and m.scope = s.scope
    and m.dimension = s.dimension
    and m.dimension_value = s.dimension_value
