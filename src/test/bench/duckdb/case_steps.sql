-- Each case walked through event by event: what is open can be resolved, what is resolved reopened.
with recursive told as (
  select case_id, 0 as place, '' as event_id, 'opened' as kind, false as is_public,
    owner_user_id as agent_user_id, null as priority, opened_at as happened_at
  from cases
  union all
  select case_events.case_id, 1, event_id, kind, is_public,
    agent_user_id, case_events.priority,
    greatest(happened_at, opened_at)
  from case_events
    join cases on cases.case_id = case_events.case_id
  union all
  select case_id, 2, '', 'closed', false, owner_user_id, null, closed_at
  from cases
  where cast(closed_at as date) <= getvariable('as_of')
    and not exists (
      from case_events
      where case_events.case_id = cases.case_id
        and kind in ('resolved', 'closed')
        and greatest(happened_at, opened_at) >= closed_at
    )
),

events as (
  select
    told.*,
    row_number() over (partition by case_id order by happened_at, place, event_id) as step_number,
    cast((
      select coalesce(sum(epoch(least(closes_at, happened_at)) - epoch(opens_at)), 0)
      from business_days
      where opens_at < happened_at
    ) as bigint) as business_seconds
  from told
),

walk as (
  select events.*, true as was_open, cast(null as timestamptz) as ended_at,
    cast(null as timestamptz) as work_at
  from events
  where step_number = 1
  union all
  select
    e.*,
    case
      when w.kind in ('resolved', 'closed') then false
      when w.kind = 'reopened' then true
      else w.was_open
    end as was_open,
    if(w.kind in ('resolved', 'closed'), w.happened_at, w.ended_at) as ended_at,
    -- The first work after the end, this event included.
    case
      when w.kind in ('resolved', 'closed') then if(e.kind = 'closed', null, e.happened_at)
      else coalesce(w.work_at, if(e.kind = 'closed', null, e.happened_at))
    end as work_at
  from walk as w
    join events as e on e.case_id = w.case_id and e.step_number = w.step_number + 1
),

-- After a wait it is our turn again with the first event that is no note, assignment or priority of ours.
turns as (
  select w.case_id, w.step_number,
    min(t.happened_at) as goes_on_at, min(t.business_seconds) as goes_on_business_seconds
  from events as w
    join events as t on t.case_id = w.case_id and t.step_number > w.step_number
  where w.kind = 'waiting'
    and (
      t.kind in ('opened', 'answered', 'waiting', 'resolved', 'reopened', 'closed')
      or (t.kind = 'noted' and t.agent_user_id is null and t.is_public)
    )
  group by all
)

select
  case_id,
  step_number,
  kind,
  is_public,
  agent_user_id,
  priority,
  happened_at,
  business_seconds,
  kind = 'resolved' and (was_open or happened_at > ended_at) or kind = 'closed' and was_open
    as is_resolution,
  case
    when was_open then null
    when kind = 'reopened' then happened_at
    when kind = 'resolved' and happened_at > ended_at then work_at
  end as reopened_at,
  if(kind = 'waiting', epoch(goes_on_at) - epoch(happened_at), null) as waited_seconds,
  if(kind = 'waiting', goes_on_business_seconds - business_seconds, null)
    as waited_business_seconds
from walk
  left join turns using (case_id, step_number)
