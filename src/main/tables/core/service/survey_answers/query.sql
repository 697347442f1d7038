with resolved_responses as (
  select
    r.response_id,
    r.kind,
    r.scale,
    coalesce(i.surviving_customer_id, r.customer_id) as customer_id,
    cast(r.asked_at as date) as asked_on,
    -- What is answered after the business day is not answered yet.
    coalesce(cast(r.answered_at as date) <= :as_of, false) as is_answered,
    if(is_answered, r.answered_at, null) as answered_at,
    if(is_answered, cast(r.answered_at as date), null) as answered_on,
    if(is_answered, r.score, null) as score
  from survey_responses as r
    left join customer_identities as i on i.customer_id = r.customer_id
),

response_days as (
  select response_id, asked_on as day_on, true as is_asked, false as is_answered_here
  from resolved_responses
  where asked_on is not null
  union all
  select response_id, answered_on as day_on, false as is_asked, true as is_answered_here
  from resolved_responses
  where answered_on is not null
),

response_periods as (
  select
    d.response_id,
    periods.period_kind,
    periods.period_start_on,
    bool_or(d.is_asked) as is_asked,
    bool_or(d.is_answered_here) as is_answered_here
  from response_days as d
    join calendar as c on c.day_on = d.day_on
    lateral view stack(
      6,
      'week', week_start_on,
      'month', month_start_on,
      'quarter', quarter_start_on,
      'year', year_start_on,
      'fiscal_quarter', fiscal_quarter_start_on,
      'fiscal_year', fiscal_year_start_on
    ) periods as period_kind, period_start_on
  group by d.response_id, periods.period_kind, periods.period_start_on
),

-- What a customer brought up to the answer; what she buys later does not move an old score.
respondent_revenues as (
  select r.response_id, sum(m.net_revenue_cents) as revenue_cents
  from resolved_responses as r
    join customer_months as m
      on m.customer_id = r.customer_id
      and m.month_start_on > add_months(trunc(r.answered_on, 'month'), -:nps_revenue_months)
      and m.month_start_on <= r.answered_on
  group by r.response_id
)

select
  p.period_kind,
  p.period_start_on,
  r.response_id,
  r.kind,
  coalesce(o.country, 'unknown') as country,
  coalesce(o.segment, 'unknown') as segment,
  coalesce(o.acquisition_channel, 'unknown') as acquisition_channel,
  p.is_asked,
  r.is_answered,
  -- Of several answers of a customer in a period the latest counts; who stays anonymous is
  -- somebody else each time.
  p.is_answered_here and row_number() over (
    partition by
      r.kind, p.period_kind, p.period_start_on, p.is_answered_here,
      r.customer_id, if(r.customer_id is null, r.response_id, null)
    order by r.answered_at desc, r.response_id desc
  ) = 1 as is_counted,
  r.scale,
  r.score,
  greatest(coalesce(v.revenue_cents, 0), 0) as revenue_cents
from resolved_responses as r
  join response_periods as p on p.response_id = r.response_id
  left join customer_origins as o on o.customer_id = r.customer_id
  left join respondent_revenues as v on v.response_id = r.response_id
