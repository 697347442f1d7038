with entries as (
  select
    deals.* exclude (stage),
    stages.stage_sequence,
    stages.stage,
    places.stage_place,
    cast(stages.entered_at as date) as entered_on,
    if(cast(left_at as date) <= getvariable('as_of'), cast(left_at as date), null) as recorded_on
  from opportunity_stages as stages
    join deals on deals.opportunity_id = stages.opportunity_id
    join pipeline_stages as places
      on places.pipeline = deals.pipeline and places.stage = stages.stage
  where cast(stages.entered_at as date) <= getvariable('as_of')
    -- The stage that a closed deal ends in is its end.
    and (
      deals.status = 'open'
      or left_at is not null
      or deals.closed_on is null
      or cast(stages.entered_at as date) < deals.closed_on
    )
),

numbered as (
  select
    *,
    row_number() over (partition by opportunity_id order by stage_sequence) as number
  from entries
),

moves as (
  select stays.*, nexts.stage_place as next_place, nexts.entered_on as next_on
  from numbered as stays
    left join numbered as nexts
      on nexts.opportunity_id = stays.opportunity_id and nexts.number = stays.number + 1
),

stays as (
  select
    *,
    case
      when next_place is null then if(status = 'open', 'still_in', status)
      when next_place > stage_place then 'moved_on'
      else 'moved_back'
    end as outcome,
    case outcome
      when 'still_in' then null
      when 'won' then least(recorded_on, closed_on)
      when 'lost' then least(recorded_on, closed_on)
      else coalesce(recorded_on, next_on)
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
