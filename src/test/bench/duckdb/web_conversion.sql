with visits as (
  unpivot (
    select
      visitor_id, seconds, has_purchased, has_sent_form,
      cast(started_at as date) as day_on,
      'all' as "all",
      coalesce(channel, 'unknown') as channel
    from sessions
    where cast(started_at as date) <= getvariable('as_of')
  )
  on "all", channel
  into name dimension value dimension_value
),

-- Each visitor of each period, and what became of all her visits in it.
visitors as (
  select
    period_kind, period_start_on, dimension, dimension_value, visitor_id,
    count(*) as visits_count,
    list(seconds) filter (seconds is not null) as lengths,
    count_if(has_purchased) as bought_count,
    count_if(has_sent_form) as forms_count
  from visits
    join periods on day_on >= period_start_on and day_on < period_end_on
  where period_kind <> 'rolling_12_months'
  group by all
),

counts as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    count(visitor_id) as visitors_count,
    sum(visits_count) as sessions_count,
    sum(visits_count) filter (visitor_id is not null) as recognised_sessions_count,
    flatten(list(lengths) filter (lengths is not null)) as lengths,
    count_if(bought_count > 0 and visitor_id is not null) as buying_visitors_count,
    sum(bought_count) as buying_sessions_count,
    sum(forms_count) as forms_sent_count
  from visitors
  group by all
),

grid as (
  select periods.period_kind, periods.period_start_on, is_complete, dimension, dimension_value
  from periods
    join (
      select period_kind, dimension, dimension_value, min(period_start_on) as first_on
      from counts
      group by all
    ) as slices
      on slices.period_kind = periods.period_kind and period_start_on >= first_on
)

select
  period_kind,
  period_start_on,
  dimension,
  dimension_value,
  is_complete,
  coalesce(counts.visitors_count, 0) as visitors_count,
  coalesce(counts.sessions_count, 0) as sessions_count,
  coalesce(counts.recognised_sessions_count, 0) as recognised_sessions_count,
  coalesce(len(lengths), 0) as timed_sessions_count,
  list_avg(lengths) as mean_seconds,
  list_median(lengths) as median_seconds,
  coalesce(counts.buying_visitors_count, 0) as buying_visitors_count,
  counts.buying_visitors_count / nullif(counts.visitors_count, 0) as conversion_rate,
  wilson_low(counts.buying_visitors_count, counts.visitors_count) as conversion_rate_low,
  wilson_high(counts.buying_visitors_count, counts.visitors_count) as conversion_rate_high,
  coalesce(counts.visitors_count, 0) >= getvariable('minimum_sample') as has_minimum_sample,
  coalesce(counts.buying_sessions_count, 0) as buying_sessions_count,
  counts.buying_sessions_count / counts.sessions_count as session_conversion_rate,
  wilson_low(counts.buying_sessions_count, counts.sessions_count) as session_conversion_rate_low,
  wilson_high(counts.buying_sessions_count, counts.sessions_count)
    as session_conversion_rate_high,
  coalesce(counts.forms_sent_count, 0) as forms_sent_count,
  counts.forms_sent_count / counts.sessions_count as form_rate,
  wilson_low(counts.forms_sent_count, counts.sessions_count) as form_rate_low,
  wilson_high(counts.forms_sent_count, counts.sessions_count) as form_rate_high,
  coalesce(counts.sessions_count, 0) >= getvariable('minimum_sample')
    as has_minimum_sessions_sample
from grid
  left join counts using (period_kind, period_start_on, dimension, dimension_value)
