with cumulative_ages as (
  select
    cohort_month_on,
    months_since_first,
    dimension,
    dimension_value,
    is_complete,
    cohort_customers,
    active_customers,
    on_or_after_customers,
    bracket_starts_month,
    bracket_ends_month,
    bracket_customers,
    sum(net_revenue_cents) over up_to_age as net_revenue_cents,
    sum(margin_cents) over up_to_age as margin_cents
  from cohort_ages
  window up_to_age as (
    partition by cohort_month_on, dimension, dimension_value
    order by months_since_first
  )
),

-- A cohort that has not been watched for the whole month of an age is no part of the curve there.
eligible_ages as (
  select
    months_since_first,
    dimension,
    dimension_value,
    bracket_starts_month,
    bracket_ends_month,
    count(*) as eligible_cohorts,
    sum(cohort_customers) as eligible_customers,
    sum(active_customers) as active_customers,
    sum(on_or_after_customers) as on_or_after_customers,
    sum(bracket_customers) as bracket_customers,
    cast(sum(net_revenue_cents) * 0.01 as decimal(18, 2)) as cumulative_net_revenue_amount,
    cast(sum(margin_cents) * 0.01 as decimal(18, 2)) as cumulative_margin_amount
  from cumulative_ages
  where is_complete
  group by all
)

select
  months_since_first,
  dimension,
  dimension_value,
  eligible_cohorts,
  eligible_customers,
  active_customers,
  active_customers / nullif(eligible_customers, 0) as retention_rate,
  wilson_low(active_customers, eligible_customers) as retention_rate_low,
  wilson_high(active_customers, eligible_customers) as retention_rate_high,
  on_or_after_customers,
  on_or_after_customers / nullif(eligible_customers, 0) as on_or_after_rate,
  wilson_low(on_or_after_customers, eligible_customers) as on_or_after_rate_low,
  wilson_high(on_or_after_customers, eligible_customers) as on_or_after_rate_high,
  bracket_starts_month,
  bracket_ends_month,
  bracket_customers,
  bracket_customers / nullif(eligible_customers, 0) as bracket_rate,
  wilson_low(bracket_customers, eligible_customers) as bracket_rate_low,
  wilson_high(bracket_customers, eligible_customers) as bracket_rate_high,
  cumulative_net_revenue_amount,
  cast(cumulative_net_revenue_amount / nullif(eligible_customers, 0) as decimal(18, 2))
    as cumulative_net_revenue_per_customer_amount,
  cumulative_margin_amount,
  cast(cumulative_margin_amount / nullif(eligible_customers, 0) as decimal(18, 2))
    as cumulative_margin_per_customer_amount,
  eligible_customers >= :minimum_sample as has_minimum_sample
from eligible_ages
