with horizons as (
  select 'to_date' as horizon, cast(null as int) as within_days
  union all
  select days || '_days', days from (select explode(:conversion_window_days) as days)
),

slices as (
  select dimension, dimension_value, min(least(created_on, converted_on)) as first_on
  from lead_days group by all
),

-- A period in which no lead came is a zero row, not a gap.
slice_periods as (
  select period_kind, period_start_on, period_end_on, is_complete as is_over, slices.*
  from slices join periods on period_kind <> 'week' and period_end_on > first_on
  union all
  select 'all', :calendar_starts_on, date_add(:as_of, 1), false, slices.* from slices
),

-- A lead matters to the period in which it came and to the one in which it became a customer.
period_leads as (
  select
    period.*,
    created_on >= period_start_on and created_on < period_end_on as is_created,
    converted_on >= period_start_on and converted_on < period_end_on as is_converted,
    datediff(:as_of, created_on) as age_days,
    if(converted_on <= :as_of, datediff(converted_on, created_on), null) as conversion_days,
    leads_count, qualified_count
  from slice_periods as period
  left join lead_days as lead
    on lead.dimension = period.dimension and lead.dimension_value = period.dimension_value
    and (
      created_on >= period_start_on and created_on < period_end_on
      or converted_on >= period_start_on and converted_on < period_end_on
    )
),

-- Who is younger than the horizon is not asked.
asked_leads as (
  select
    *,
    if(is_created and age_days >= coalesce(within_days, 0), leads_count, 0) as eligible_count,
    if(conversion_days <= coalesce(within_days, conversion_days), eligible_count, 0)
      as customers_count,
    -- A lead that was a customer before its first contact took no time.
    struct(
      greatest(coalesce(conversion_days, age_days), 0), customers_count, 0L,
      eligible_count - customers_count
    ) as age
  from period_leads cross join horizons
),

cohorts as (
  select
    period_kind, period_start_on, period_end_on, is_over, dimension, dimension_value, horizon,
    within_days,
    coalesce(sum(leads_count) filter (where is_created), 0) as leads_count,
    coalesce(sum(qualified_count) filter (where is_created), 0) as qualified_count,
    sum(eligible_count) as eligible_count,
    sum(customers_count) as customers_count,
    sum(if(conversion_days < 0, customers_count, 0)) as converted_before_created_count,
    coalesce(sum(leads_count) filter (where is_converted), 0) as same_period_customers_count,
    sum(conversion_days * customers_count) as conversion_days,
    percentile(conversion_days, 0.5, customers_count) as closed_only_median_days,
    incidence_quantiles_if_won(
      competing_risk_curve(collect_list(age) filter (where is_created and within_days is null)),
      array(0.5D)
    )[0] as median
  from asked_leads
  group by all
)

select
  period_kind, period_start_on, dimension, dimension_value, horizon,
  leads_count, qualified_count,
  qualified_count / nullif(leads_count, 0) as qualified_rate,
  wilson_low(qualified_count, leads_count) as qualified_rate_low,
  wilson_high(qualified_count, leads_count) as qualified_rate_high,
  eligible_count, customers_count, converted_before_created_count,
  customers_count / nullif(eligible_count, 0) as conversion_rate,
  wilson_low(customers_count, eligible_count) as conversion_rate_low,
  wilson_high(customers_count, eligible_count) as conversion_rate_high,
  eligible_count >= :minimum_sample as has_minimum_sample,
  if(median.at_risk >= :minimum_at_risk, median.day, null) as median_days_if_converted,
  if(median.low_at_risk >= :minimum_at_risk, median.low_day, null) as median_days_if_converted_low,
  if(median.high_at_risk >= :minimum_at_risk, median.high_day, null)
    as median_days_if_converted_high,
  median.at_risk as median_at_risk_count,
  case
    when median.at_risk < :minimum_at_risk then 'fewer than ' || :minimum_at_risk || ' at risk'
    when median.day is null and within_days is null then 'not reached'
  end as median_missing_because,
  conversion_days / nullif(customers_count, 0) as closed_only_mean_days,
  closed_only_median_days,
  same_period_customers_count,
  same_period_customers_count / nullif(leads_count, 0) as same_period_ratio, is_over,
  is_over and datediff(:as_of, period_end_on) + 1
    >= coalesce(within_days, array_max(:conversion_window_days)) as is_complete,
  leads_count >= :minimum_sample as qualified_has_minimum_sample
from cohorts
