with slice_periods as (
  select
    starts.period_kind,
    starts.period_start_on,
    slices.dimension,
    slices.dimension_value,
    count(distinct s.visitor_id) as visitors_count,
    count(*) as sessions_count,
    count(s.visitor_id) as recognised_sessions_count,
    count(s.seconds) as timed_sessions_count,
    sum(s.seconds) as seconds,
    percentile(s.seconds, 0.5) as median_seconds,
    count(distinct if(s.has_purchased, s.visitor_id, null)) as buying_visitors_count,
    count_if(s.has_purchased) as buying_sessions_count,
    count_if(s.has_sent_form) as forms_sent_count
  from sessions as s
    join calendar as c on c.day_on = to_date(s.started_at) and c.day_on <= :as_of
    lateral view stack(
      6,
      'week', week_start_on, 'month', month_start_on, 'quarter', quarter_start_on,
      'year', year_start_on, 'fiscal_quarter', fiscal_quarter_start_on,
      'fiscal_year', fiscal_year_start_on
    ) starts as period_kind, period_start_on
    lateral view stack(
      2, 'all', 'all', 'channel', coalesce(s.channel, 'unknown')
    ) slices as dimension, dimension_value
  group by starts.period_kind, starts.period_start_on, slices.dimension, slices.dimension_value
),

slice_starts as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from slice_periods
  group by period_kind, dimension, dimension_value
),

-- A period without a visit is a row of zeros, from the first period of the slice on.
period_counts as (
  select
    p.period_kind, p.period_start_on, s.dimension, s.dimension_value, p.is_complete,
    v.seconds,
    v.median_seconds,
    coalesce(v.visitors_count, 0) as visitors_count,
    coalesce(v.sessions_count, 0) as sessions_count,
    coalesce(v.recognised_sessions_count, 0) as recognised_sessions_count,
    coalesce(v.timed_sessions_count, 0) as timed_sessions_count,
    coalesce(v.buying_visitors_count, 0) as buying_visitors_count,
    coalesce(v.buying_sessions_count, 0) as buying_sessions_count,
    coalesce(v.forms_sent_count, 0) as forms_sent_count
  from slice_starts as s
    join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
    left join slice_periods as v
      on v.period_kind = p.period_kind and v.period_start_on = p.period_start_on
      and v.dimension = s.dimension and v.dimension_value = s.dimension_value
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  visitors_count,
  sessions_count,
  recognised_sessions_count,
  timed_sessions_count,
  seconds / nullif(timed_sessions_count, 0) as mean_seconds,
  median_seconds,
  buying_visitors_count,
  buying_visitors_count / nullif(visitors_count, 0) as conversion_rate,
  wilson_low(buying_visitors_count, visitors_count) as conversion_rate_low,
  wilson_high(buying_visitors_count, visitors_count) as conversion_rate_high,
  visitors_count >= :minimum_sample as has_minimum_sample,
  buying_sessions_count,
  buying_sessions_count / nullif(sessions_count, 0) as session_conversion_rate,
  wilson_low(buying_sessions_count, sessions_count) as session_conversion_rate_low,
  wilson_high(buying_sessions_count, sessions_count) as session_conversion_rate_high,
  forms_sent_count,
  forms_sent_count / nullif(sessions_count, 0) as form_rate,
  wilson_low(forms_sent_count, sessions_count) as form_rate_low,
  wilson_high(forms_sent_count, sessions_count) as form_rate_high,
  sessions_count >= :minimum_sample as has_minimum_sessions_sample
from period_counts
