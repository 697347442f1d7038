with asked as (
  select 'to_date' as horizon, null as days
  union all
  select days || '_days', days
  from (select unnest(getvariable('conversion_window_days')) as days)
),

spans as (
  select period_kind, period_start_on, period_end_on, is_complete as is_over
  from periods
  where period_kind <> 'week'
  union all
  select 'all', getvariable('calendar_starts_on'), getvariable('as_of') + 1, false
),

slices as (
  select dimension, dimension_value, least(min(created_on), min(converted_on)) as first_on
  from lead_days
  group by all
),

-- No ages of leads that are no customers, only how long they were watched.
cohort_leads as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    leads_count, qualified_count,
    getvariable('as_of') - created_on as watched_days,
    if(converted_on > getvariable('as_of'), null, converted_on - created_on) as took_days
  from lead_days
    join spans on created_on >= period_start_on and created_on < period_end_on
),

cohorts as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    sum(leads_count) as leads_count,
    sum(qualified_count) as qualified_count
  from cohort_leads
  group by all
),

outcomes as (
  select
    period_kind, period_start_on, dimension, dimension_value, horizon,
    sum(leads_count) as eligible_count,
    sum(leads_count) filter (took_days <= coalesce(days, took_days)) as customers_count,
    sum(leads_count) filter (took_days <= coalesce(days, took_days) and took_days < 0)
      as converted_before_created_count,
    sum(leads_count * took_days) filter (took_days <= coalesce(days, took_days)) as days_taken,
    median(took_days) filter (took_days <= coalesce(days, took_days)) as closed_only_median_days
  from (select * exclude (leads_count), 1 as leads_count, unnest(range(leads_count)) from cohort_leads)
    join asked on days is null or watched_days >= days
  group by all
),

conversions as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    sum(leads_count) as same_period_customers_count
  from lead_days
    join spans on converted_on >= period_start_on and converted_on < period_end_on
  group by all
),

ages as (
  select
    *,
    sum(ended) over (
      partition by period_kind, period_start_on, dimension, dimension_value
      order by age desc
    ) as at_risk
  from (
    select
      period_kind, period_start_on, dimension, dimension_value,
      greatest(coalesce(took_days, watched_days), 0) as age,
      coalesce(sum(leads_count) filter (took_days is not null), 0) as converted,
      sum(leads_count) as ended
    from cohort_leads
    group by all
  ) as ended_leads
),

-- One way to end, so Kaplan and Meier's estimate with Greenwood's variance.
curves as (
  select
    *,
    1 - product(1 - converted / at_risk) over so_far as incidence,
    1 - product(1 - converted / at_risk) over whole as last_incidence,
    (1 - incidence) * sqrt(
      sum(if(at_risk > converted, converted / (at_risk * (at_risk - converted)), 0)) over so_far
    ) as error
  from ages
  window
    so_far as (partition by period_kind, period_start_on, dimension, dimension_value order by age),
    whole as (partition by period_kind, period_start_on, dimension, dimension_value)
),

bounded as (
  select
    *,
    if(incidence > 0 and incidence < 1, incidence, 0.5) as inside,
    exp(1.959963984540054 * error / (inside * -ln(inside))) as shift,
    if(incidence > 0 and incidence < 1, incidence ^ shift, incidence) as low,
    if(incidence > 0 and incidence < 1, incidence ^ (1 / shift), incidence) as high
  from curves
),

medians as (
  select
    period_kind, period_start_on, dimension, dimension_value, 'to_date' as horizon,
    min(age) filter (incidence >= last_incidence / 2 - 1e-12) as day,
    arg_min(at_risk, age) filter (incidence >= last_incidence / 2 - 1e-12) as median_at_risk_count,
    min(age) filter (high >= last_incidence / 2 - 1e-12) as low_day,
    arg_min(at_risk, age) filter (high >= last_incidence / 2 - 1e-12) as low_at_risk,
    min(age) filter (low >= last_incidence / 2 - 1e-12) as high_day,
    arg_min(at_risk, age) filter (low >= last_incidence / 2 - 1e-12) as high_at_risk
  from bounded
  where last_incidence > 0
  group by all
)

select
  spans.period_kind,
  spans.period_start_on,
  slices.dimension,
  slices.dimension_value,
  asked.horizon,
  coalesce(cohorts.leads_count, 0) as leads_count,
  coalesce(cohorts.qualified_count, 0) as qualified_count,
  cohorts.qualified_count / cohorts.leads_count as qualified_rate,
  wilson_low(cohorts.qualified_count, cohorts.leads_count) as qualified_rate_low,
  wilson_high(cohorts.qualified_count, cohorts.leads_count) as qualified_rate_high,
  coalesce(outcomes.eligible_count, 0) as eligible_count,
  coalesce(outcomes.customers_count, 0) as customers_count,
  coalesce(outcomes.converted_before_created_count, 0) as converted_before_created_count,
  coalesce(outcomes.customers_count, 0) / outcomes.eligible_count as conversion_rate,
  wilson_low(coalesce(outcomes.customers_count, 0), outcomes.eligible_count) as conversion_rate_low,
  wilson_high(coalesce(outcomes.customers_count, 0), outcomes.eligible_count)
    as conversion_rate_high,
  coalesce(outcomes.eligible_count, 0) >= getvariable('minimum_sample') as has_minimum_sample,
  if(median_at_risk_count >= getvariable('minimum_at_risk'), day, null) as median_days_if_converted,
  if(low_at_risk >= getvariable('minimum_at_risk'), low_day, null) as median_days_if_converted_low,
  if(high_at_risk >= getvariable('minimum_at_risk'), high_day, null)
    as median_days_if_converted_high,
  median_at_risk_count,
  case
    when asked.horizon <> 'to_date' then null
    when day is null then 'not reached'
    when median_at_risk_count < getvariable('minimum_at_risk')
      then concat('fewer than ', getvariable('minimum_at_risk'), ' at risk')
  end as median_missing_because,
  days_taken / outcomes.customers_count as closed_only_mean_days,
  closed_only_median_days,
  coalesce(conversions.same_period_customers_count, 0) as same_period_customers_count,
  coalesce(conversions.same_period_customers_count, 0) / cohorts.leads_count as same_period_ratio,
  spans.is_over,
  spans.is_over
    and spans.period_end_on - 1 + coalesce(days, list_max(getvariable('conversion_window_days')))
      <= getvariable('as_of') as is_complete,
  coalesce(cohorts.leads_count, 0) >= getvariable('minimum_sample') as qualified_has_minimum_sample
from slices
  join spans on spans.period_kind = 'all' or spans.period_end_on > slices.first_on
  cross join asked
  left join cohorts using (period_kind, period_start_on, dimension, dimension_value)
  left join outcomes using (period_kind, period_start_on, dimension, dimension_value, horizon)
  left join conversions using (period_kind, period_start_on, dimension, dimension_value)
  left join medians using (period_kind, period_start_on, dimension, dimension_value, horizon)
