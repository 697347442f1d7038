select
  ages.*,
  -- Observed for the whole age, or not at all.
  case when is_complete then cohort_customers else 0 end as eligible_customers,
  active_customers / nullif(eligible_customers, 0) as retention_rate,
  wilson_low(active_customers, eligible_customers) as retention_rate_low,
  wilson_high(active_customers, eligible_customers) as retention_rate_high,
  on_or_after_customers / nullif(eligible_customers, 0) as on_or_after_rate,
  wilson_low(on_or_after_customers, eligible_customers) as on_or_after_rate_low,
  wilson_high(on_or_after_customers, eligible_customers) as on_or_after_rate_high,
  bracket_customers / nullif(eligible_customers, 0) as bracket_rate,
  wilson_low(bracket_customers, eligible_customers) as bracket_rate_low,
  wilson_high(bracket_customers, eligible_customers) as bracket_rate_high,
  amount_of(first_month_cents) as first_month_net_revenue_amount,
  amount_of(net_revenue_cents) as net_revenue_amount,
  net_revenue_cents / nullif(first_month_cents, 0) as net_revenue_rate,
  amount_of(on_or_after_cents) as on_or_after_net_revenue_amount,
  on_or_after_cents / nullif(first_month_cents, 0) as on_or_after_net_revenue_rate,
  amount_of(bracket_cents) as bracket_net_revenue_amount,
  bracket_cents / nullif(first_month_cents, 0) as bracket_net_revenue_rate,
  eligible_customers >= getvariable('minimum_sample') as has_minimum_sample
from cohort_ages as ages
