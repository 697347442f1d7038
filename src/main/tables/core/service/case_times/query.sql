with case_ends as (
  select
    case_id,
    min(business_seconds) as opened_business_seconds,
    count_if(kind = 'answered' and is_public) as public_answers_count,
    min(if(kind = 'answered' and is_public, struct(happened_at, business_seconds), null)) as answer,
    -- The priority in force when the targets were set, whatever it became.
    min_by(priority, step_number) filter (where priority is not null) as first_priority,
    count(reopened_at) as reopened_count,
    min(if(is_resolution, struct(happened_at, business_seconds), null)) as first_end,
    -- A case that was reopened after its last resolution has no final one.
    if(
      count_if(is_resolution) > count(reopened_at),
      max(if(is_resolution, struct(happened_at, business_seconds), null)),
      null
    ) as final_end
  from case_steps
  group by case_id
),

-- Waits for the customer before the first and before the final resolution; of open cases, all.
case_waits as (
  select
    *,
    coalesce(happened_at < first_end.happened_at, true) as is_before_first,
    coalesce(happened_at < final_end.happened_at, true) as is_before_final,
    waited_seconds is null and final_end is null as goes_on
  from case_steps
    join case_ends using (case_id)
  where kind = 'waiting'
),

waited_cases as (
  select
    case_id,
    sum(waited_seconds) filter (where is_before_first) as first_waiting_seconds,
    sum(waited_business_seconds) filter (where is_before_first) as first_waiting_business_seconds,
    sum(waited_seconds) filter (where is_before_final) as waiting_seconds,
    sum(waited_business_seconds) filter (where is_before_final) as waiting_business_seconds,
    max(happened_at) filter (where goes_on) as waits_since_at,
    max(business_seconds) filter (where goes_on) as waits_since_business_seconds
  from case_waits
  group by case_id
)

select
  s.case_id,
  coalesce(i.surviving_customer_id, s.customer_id) as customer_id,
  coalesce(s.owner_user_id, 'unknown') as owner,
  coalesce(u.team, 'unknown') as team,
  coalesce(o.country, 'unknown') as country,
  coalesce(o.segment, 'unknown') as segment,
  coalesce(o.acquisition_channel, 'unknown') as acquisition_channel,
  coalesce(e.first_priority, s.priority, 'unknown') as priority,
  s.opened_at,
  e.opened_business_seconds,
  e.answer.happened_at as first_answered_at,
  unix_timestamp(e.answer.happened_at) - unix_timestamp(s.opened_at) as answer_seconds,
  e.answer.business_seconds - e.opened_business_seconds as answer_business_seconds,
  e.first_end.happened_at as first_resolved_at,
  unix_timestamp(e.first_end.happened_at) - unix_timestamp(s.opened_at)
    as first_resolution_seconds,
  e.first_end.business_seconds - e.opened_business_seconds as first_resolution_business_seconds,
  coalesce(w.first_waiting_seconds, 0) as first_waiting_seconds,
  coalesce(w.first_waiting_business_seconds, 0) as first_waiting_business_seconds,
  e.final_end.happened_at as resolved_at,
  unix_timestamp(e.final_end.happened_at) - unix_timestamp(s.opened_at) as resolution_seconds,
  e.final_end.business_seconds - e.opened_business_seconds as resolution_business_seconds,
  coalesce(w.waiting_seconds, 0) as waiting_seconds,
  coalesce(w.waiting_business_seconds, 0) as waiting_business_seconds,
  w.waits_since_at,
  w.waits_since_business_seconds,
  e.public_answers_count,
  e.reopened_count,
  e.final_end is not null and e.reopened_count = 0 and e.public_answers_count <= 1
    as is_one_touch
from cases as s
  join case_ends as e on e.case_id = s.case_id
  left join waited_cases as w on w.case_id = s.case_id
  left join customer_identities as i on i.customer_id = s.customer_id
  left join customer_origins as o
    on o.customer_id = coalesce(i.surviving_customer_id, s.customer_id)
  left join user_history as u
    on u.user_id = s.owner_user_id
    and cast(s.opened_at as date) >= u.valid_from_on
    and cast(s.opened_at as date) < u.valid_until_on
