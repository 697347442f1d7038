select
  cohort_month_on,
  months_since_first,
  dimension,
  dimension_value,
  is_complete,
  cohort_customers,
  -- A cohort is one calendar month, so an age begins for all its customers on one day.
  cohort_customers as eligible_customers,
  active_customers,
  active_customers / nullif(cohort_customers, 0) as retention_rate,
  wilson_low(active_customers, cohort_customers) as retention_rate_low,
  wilson_high(active_customers, cohort_customers) as retention_rate_high,
  on_or_after_customers,
  on_or_after_customers / nullif(cohort_customers, 0) as on_or_after_rate,
  wilson_low(on_or_after_customers, cohort_customers) as on_or_after_rate_low,
  wilson_high(on_or_after_customers, cohort_customers) as on_or_after_rate_high,
  bracket_starts_month,
  bracket_ends_month,
  bracket_customers,
  bracket_customers / nullif(cohort_customers, 0) as bracket_rate,
  case when bracket_customers is not null then wilson_low(bracket_customers, cohort_customers) end
    as bracket_rate_low,
  case when bracket_customers is not null then wilson_high(bracket_customers, cohort_customers) end
    as bracket_rate_high,
  cast(first_month_cents * 0.01 as decimal(18, 2)) as first_month_net_revenue_amount,
  cast(net_revenue_cents * 0.01 as decimal(18, 2)) as net_revenue_amount,
  net_revenue_cents / nullif(first_month_cents, 0) as net_revenue_rate,
  cast(on_or_after_cents * 0.01 as decimal(18, 2)) as on_or_after_net_revenue_amount,
  on_or_after_cents / nullif(first_month_cents, 0) as on_or_after_net_revenue_rate,
  cast(bracket_cents * 0.01 as decimal(18, 2)) as bracket_net_revenue_amount,
  bracket_cents / nullif(first_month_cents, 0) as bracket_net_revenue_rate,
  cohort_customers >= :minimum_sample as has_minimum_sample
from cohort_ages
