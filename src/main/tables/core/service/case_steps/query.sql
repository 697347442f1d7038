-- What the case says itself is a step too: its opening and, unless its events tell of an end at
-- that time or later, its closing. What closes after as_of is not closed yet.
with stated_closings as (
  select c.case_id, c.owner_user_id, c.closed_at
  from cases as c
    left join case_events as e
      on e.case_id = c.case_id and e.kind in ('resolved', 'closed')
      and greatest(e.happened_at, c.opened_at) >= c.closed_at
  where cast(c.closed_at as date) <= :as_of and e.event_id is null
),

moments as (
  select
    case_id, 0 as place, '' as event_id, 'opened' as kind, false as is_public,
    owner_user_id as agent_user_id, cast(null as string) as priority, opened_at as happened_at
  from cases
  union all
  -- What is recorded before the case was opened happened when it was.
  select
    e.case_id, 1, e.event_id, e.kind, e.is_public,
    e.agent_user_id, e.priority, greatest(e.happened_at, s.opened_at)
  from case_events as e
    join cases as s on s.case_id = e.case_id
  union all
  select case_id, 2, '', 'closed', false, owner_user_id, cast(null as string), closed_at
  from stated_closings
),

placed_moments as (
  select
    m.*,
    m.kind in ('resolved', 'closed') as is_end,
    b.business_seconds_before + coalesce(greatest(
      unix_timestamp(least(m.happened_at, b.closes_at)) - unix_timestamp(b.opens_at), 0
    ), 0) as business_seconds,
    -- Work that changes no state leaves a case waiting; a message of the customer does not.
    m.kind not in ('assigned', 'prioritised', 'noted')
      or m.kind = 'noted' and m.is_public and m.agent_user_id is null as ends_wait
  from moments as m
    join business_days as b on b.day_on = cast(m.happened_at as date)
),

followed_moments as (
  select
    *,
    min(if(kind = 'closed', null, happened_at)) over after as works_again_at,
    min(if(ends_wait, happened_at, null)) over after as wait_ends_at,
    min(if(ends_wait, business_seconds, null)) over after as wait_ends_business_seconds
  from placed_moments
  window
    after as (
      partition by case_id order by happened_at, place, event_id
      rows between 1 following and unbounded following
    )
),

-- The event before that ended or reopened the case says as what this one found it.
found_moments as (
  select
    *,
    row_number() over in_order as step_number,
    last(
      if(is_end or kind = 'reopened', struct(is_end, happened_at, works_again_at), null), true
    ) over before as found,
    unix_timestamp(wait_ends_at) - unix_timestamp(happened_at) as lasted_seconds,
    wait_ends_business_seconds - business_seconds as lasted_business_seconds
  from followed_moments
  window
    in_order as (partition by case_id order by happened_at, place, event_id),
    before as (
      partition by case_id order by happened_at, place, event_id
      rows between unbounded preceding and 1 preceding
    )
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
  is_end and (
    not coalesce(found.is_end, false) or kind = 'resolved' and happened_at > found.happened_at
  ) as is_resolution,
  -- Another resolution reopened the case, whether or not the source says when.
  case
    when not coalesce(found.is_end, false) then null
    when kind = 'reopened' then happened_at
    when kind = 'resolved' and happened_at > found.happened_at then found.works_again_at
  end as reopened_at,
  if(kind = 'waiting', lasted_seconds, null) as waited_seconds,
  if(kind = 'waiting', lasted_business_seconds, null) as waited_business_seconds
from found_moments
