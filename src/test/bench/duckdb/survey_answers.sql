-- A question belongs to the periods of the day it was asked and, answered by then, of its answer.
with responses as (
  select
    response_id, kind, scale, customer_id,
    cast(asked_at as date) as asked_on,
    if(answered_on <= getvariable('as_of'), answered_on, null) as answered_on,
    if(answered_on <= getvariable('as_of'), answered_at, null) as answered_at,
    if(answered_on <= getvariable('as_of'), score, null) as score
  from (
    select
      survey_responses.* exclude (customer_id),
      coalesce(surviving_customer_id, survey_responses.customer_id) as customer_id,
      cast(answered_at as date) as answered_on
    from survey_responses
      left join customer_identities
        on customer_identities.customer_id = survey_responses.customer_id
  )
),

in_periods as (
  select
    responses.*,
    period_kind,
    period_start_on,
    coalesce(asked_on >= period_start_on and asked_on < period_end_on, false) as is_asked,
    coalesce(answered_on >= period_start_on and answered_on < period_end_on, false) as is_here
  from responses
    join periods
      on period_kind <> 'rolling_12_months'
      and (
        asked_on >= period_start_on and asked_on < period_end_on
        or answered_on >= period_start_on and answered_on < period_end_on
      )
),

-- An answer is passed over where the same customer answered the same kind later in the period.
passed_over as (
  select distinct earlier.response_id, earlier.period_kind, earlier.period_start_on
  from in_periods as earlier
    join in_periods as later
      on later.customer_id = earlier.customer_id
      and later.kind = earlier.kind
      and later.period_kind = earlier.period_kind
      and later.period_start_on = earlier.period_start_on
      and (later.answered_at, later.response_id) > (earlier.answered_at, earlier.response_id)
  where earlier.is_here and later.is_here
)

select
  period_kind,
  period_start_on,
  in_periods.response_id,
  kind,
  coalesce(country, 'unknown') as country,
  coalesce(segment, 'unknown') as segment,
  coalesce(acquisition_channel, 'unknown') as acquisition_channel,
  is_asked,
  answered_on is not null as is_answered,
  is_here and passed_over.response_id is null as is_counted,
  scale,
  score,
  greatest(0, coalesce((
    select sum(net_revenue_cents)
    from customer_months
    where customer_months.customer_id = in_periods.customer_id
      and months_after(month_start_on, getvariable('nps_revenue_months')) > month_of(answered_on)
      and month_start_on <= month_of(answered_on)
  ), 0)) as revenue_cents
from in_periods
  left join customer_origins on customer_origins.customer_id = in_periods.customer_id
  left join passed_over using (response_id, period_kind, period_start_on)
