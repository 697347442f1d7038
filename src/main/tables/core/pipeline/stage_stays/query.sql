-- Being closed is no stage: some CRMs enter won and lost deals into one and never let them leave.
with deal_entries as (
  select
    deals.* except (stage),
    entries.stage_sequence,
    if(to_date(entries.left_at) <= :as_of, to_date(entries.left_at), null) as recorded_left_on,
    entries.stage,
    stages.stage_place,
    to_date(entries.entered_at) as entered_on
  from opportunity_stages as entries
  join deals on deals.opportunity_id = entries.opportunity_id
  join pipeline_stages as stages
    on stages.pipeline = deals.pipeline and stages.stage = entries.stage
  where to_date(entries.entered_at) <= :as_of
    and not (
      deals.status <> 'open'
      and entries.left_at is null
      and coalesce(to_date(entries.entered_at) >= deals.closed_on, false)
    )
),

followed_entries as (
  select
    *,
    lead(stage_place) over stays as next_place,
    lead(entered_on) over stays as next_entered_on
  from deal_entries
  window stays as (partition by opportunity_id order by stage_sequence)
),

last_activities as (
  select opportunity_id, max(to_date(happened_at)) as last_active_on
  from activities
  where to_date(happened_at) <= :as_of
  group by opportunity_id
),

-- A deal that moves on by more than one place skips the stages between, on the day it moves.
entered_or_skipped as (
  select
    *,
    case
      when next_place > stage_place then 'moved_on'
      when next_place is not null then 'moved_back'
      when status = 'open' then 'still_in'
      else status
    end as outcome
  from followed_entries
  union all
  select
    passed.* except (stage, stage_place, entered_on, next_place, next_entered_on),
    stages.stage,
    stages.stage_place,
    passed.next_entered_on,
    passed.next_place,
    passed.next_entered_on,
    'skipped'
  from followed_entries as passed
  join pipeline_stages as stages
    on stages.pipeline = passed.pipeline
    and stages.stage_place > passed.stage_place
    and stages.stage_place < passed.next_place
)

select
  stays.opportunity_id,
  stage_sequence,
  pipeline,
  stage,
  stage_place,
  country,
  segment,
  coalesce(owner_user_id, 'unknown') as owner,
  team,
  product_category,
  acquisition_channel,
  entered_on,
  case
    when outcome in ('moved_on', 'moved_back') then coalesce(recorded_left_on, next_entered_on)
    when outcome in ('won', 'lost') then least(recorded_left_on, closed_on)
  end as left_on,
  outcome,
  -- What was done before the deal entered the stage is no work on the stage.
  if(outcome = 'still_in' and last_active_on >= entered_on, last_active_on, null)
    as last_active_on,
  amount_cents
from entered_or_skipped as stays
left join last_activities on last_activities.opportunity_id = stays.opportunity_id
