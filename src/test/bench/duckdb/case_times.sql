with ends as (
  select
    case_id,
    min(happened_at) filter (is_resolution) as first_at,
    max(happened_at) filter (is_resolution) as last_at,
    count(reopened_at) as reopened_count,
    count_if(is_resolution) > count(reopened_at) as is_resolved,
    min(business_seconds) as opened_business_seconds,
    count_if(kind = 'answered' and is_public) as public_answers_count,
    min(happened_at) filter (kind = 'answered' and is_public) as first_answered_at,
    min(business_seconds) filter (kind = 'answered' and is_public) as answered_business_seconds,
    min(business_seconds) filter (is_resolution) as first_business_seconds,
    max(business_seconds) filter (is_resolution) as last_business_seconds,
    arg_min(priority, step_number) filter (priority is not null) as first_priority
  from case_steps
  group by case_id
),

waits as (
  select
    case_id,
    sum(waited_seconds) filter (first_at is null or happened_at < first_at)
      as first_waiting_seconds,
    sum(waited_business_seconds) filter (first_at is null or happened_at < first_at)
      as first_waiting_business_seconds,
    sum(waited_seconds) filter (not is_resolved or happened_at < ends.last_at) as waiting_seconds,
    sum(waited_business_seconds) filter (not is_resolved or happened_at < ends.last_at)
      as waiting_business_seconds,
    max(happened_at) filter (waited_seconds is null and not is_resolved) as waits_since_at,
    max(business_seconds) filter (waited_seconds is null and not is_resolved)
      as waits_since_business_seconds
  from case_steps
    join ends using (case_id)
  where kind = 'waiting'
  group by case_id
)

select
  cases.case_id,
  coalesce(surviving_customer_id, cases.customer_id) as customer_id,
  coalesce(owner_user_id, 'unknown') as owner,
  coalesce((
    select team
    from user_history
    where user_history.user_id = owner_user_id
      and cast(opened_at as date) >= valid_from_on
      and cast(opened_at as date) < valid_until_on
  ), 'unknown') as team,
  coalesce(country, 'unknown') as country,
  coalesce(segment, 'unknown') as segment,
  coalesce(acquisition_channel, 'unknown') as acquisition_channel,
  coalesce(first_priority, priority, 'unknown') as priority,
  opened_at,
  opened_business_seconds,
  first_answered_at,
  epoch(first_answered_at) - epoch(opened_at) as answer_seconds,
  answered_business_seconds - opened_business_seconds as answer_business_seconds,
  first_at as first_resolved_at,
  epoch(first_at) - epoch(opened_at) as first_resolution_seconds,
  first_business_seconds - opened_business_seconds as first_resolution_business_seconds,
  coalesce(first_waiting_seconds, 0) as first_waiting_seconds,
  coalesce(first_waiting_business_seconds, 0) as first_waiting_business_seconds,
  if(is_resolved, last_at, null) as resolved_at,
  if(is_resolved, epoch(last_at) - epoch(opened_at), null) as resolution_seconds,
  if(is_resolved, last_business_seconds - opened_business_seconds, null)
    as resolution_business_seconds,
  coalesce(waiting_seconds, 0) as waiting_seconds,
  coalesce(waiting_business_seconds, 0) as waiting_business_seconds,
  waits_since_at,
  waits_since_business_seconds,
  public_answers_count,
  reopened_count,
  is_resolved and reopened_count = 0 and public_answers_count < 2 as is_one_touch
from cases
  join ends on ends.case_id = cases.case_id
  left join waits on waits.case_id = cases.case_id
  left join customer_identities on customer_identities.customer_id = cases.customer_id
  left join customer_origins
    on customer_origins.customer_id = coalesce(surviving_customer_id, cases.customer_id)
