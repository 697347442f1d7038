with entries as (
  select
    deals.* exclude (stage),
    visits.stage_sequence,
    visits.stage,
    places.stage_place,
    places.ends_as,
    cast(visits.entered_at as date) as entered_on,
    if(cast(left_at as date) <= getvariable('as_of'), cast(left_at as date), null) as recorded_on,
    row_number() over (partition by visits.opportunity_id order by stage_sequence) as number
  from opportunity_stages as visits
    join deals on deals.opportunity_id = visits.opportunity_id
    join pipeline_stages as places
      on places.pipeline = deals.pipeline and places.stage = visits.stage
  where cast(visits.entered_at as date) <= getvariable('as_of')
    and not coalesce(cast(visits.entered_at as date) > closed_on, false)
),

moves as (
  select
    stays.*,
    nexts.number is not null as has_next,
    nexts.stage as next_stage,
    nexts.stage_place as next_place,
    nexts.ends_as as next_end,
    nexts.entered_on as next_on,
    not exists (
      from entries as later
      where later.opportunity_id = stays.opportunity_id
        and later.number > stays.number
        and later.ends_as is null
    ) as is_last
  from entries as stays
    left join entries as nexts
      on nexts.opportunity_id = stays.opportunity_id and nexts.number = stays.number + 1
  where stays.ends_as is null
),

stays as (
  select
    *,
    case
      when is_last and status in ('won', 'lost') then status
      when not has_next then 'still_in'
      when next_end is not null then next_end
      when next_place > stage_place then 'moved_on'
      when next_place = stage_place and next_stage > stage then 'moved_on'
      else 'moved_back'
    end as outcome,
    case
      when outcome = 'still_in' then null
      when outcome like 'moved%' then coalesce(recorded_on, next_on)
      else least(recorded_on, next_on, closed_on)
    end as left_on
  from moves
  union all by name
  select
    moves.* exclude (stage, stage_place, entered_on),
    places.stage,
    places.stage_place,
    next_on as entered_on,
    'skipped' as outcome
  from moves
    join pipeline_stages as places
      on places.pipeline = moves.pipeline
      and places.stage_place between moves.stage_place + 1 and next_place - 1
  where not (is_last and status in ('won', 'lost'))
)

select
  stays.*,
  coalesce(owner_user_id, 'unknown') as owner,
  (
    select max(cast(happened_at as date))
    from activities
    where activities.opportunity_id = stays.opportunity_id
      and stays.outcome = 'still_in'
      and cast(happened_at as date) between stays.entered_on and getvariable('as_of')
  ) as last_active_on
from stays
