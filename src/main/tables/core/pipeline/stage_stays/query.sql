-- A deal that is closed is in no stage any more, whatever its CRM does to it afterwards.
with deal_entries as (
  select
    deals.opportunity_id,
    deals.pipeline,
    deals.status,
    deals.closed_on,
    entries.stage_sequence,
    entries.stage,
    stages.stage_place,
    stages.ends_as,
    to_date(entries.entered_at) as entered_on,
    if(to_date(entries.left_at) <= :as_of, to_date(entries.left_at), null) as recorded_left_on
  from opportunity_stages as entries
  join deals on deals.opportunity_id = entries.opportunity_id
  join pipeline_stages as stages
    on stages.pipeline = deals.pipeline and stages.stage = entries.stage
  where to_date(entries.entered_at) <= :as_of
    and coalesce(to_date(entries.entered_at) <= deals.closed_on, true)
),

followed_entries as (
  select
    deal_entries.*,
    lead(struct(stage_place, stage)) over entries as next_stage,
    lead(ends_as) over entries as next_ends_as,
    lead(entered_on) over entries as next_entered_on,
    max(if(ends_as is null, stage_sequence, null)) over deal as last_stay_sequence
  from deal_entries
  window
    deal as (partition by opportunity_id),
    entries as (partition by opportunity_id order by stage_sequence)
),

-- A deal is lost from a stage when it enters an end, also where its closing is written later or it
-- is reopened and enters another stage. Of stages in one place that of the higher name is later.
ended_stays as (
  select
    followed_entries.*,
    case
      when status <> 'open' and stage_sequence = last_stay_sequence then status
      when next_ends_as is not null then next_ends_as
      when next_stage is null then 'still_in'
      when next_stage > struct(stage_place, stage) then 'moved_on'
      else 'moved_back'
    end as outcome,
    case
      when outcome in ('moved_on', 'moved_back') then coalesce(recorded_left_on, next_entered_on)
      when outcome in ('won', 'lost') then least(recorded_left_on, next_entered_on, closed_on)
    end as left_on
  from followed_entries
  where ends_as is null
),

last_activities as (
  select opportunity_id, max(to_date(happened_at)) as last_active_on
  from activities
  where to_date(happened_at) <= :as_of
  group by opportunity_id
),

-- A deal that moves on by more than one place skips the stages between, on the day it moves.
entered_or_skipped as (
  select opportunity_id, stage_sequence, stage, stage_place, entered_on, left_on, outcome
  from ended_stays
  union all
  select
    passed.opportunity_id, passed.stage_sequence, stages.stage, stages.stage_place,
    passed.next_entered_on, null, 'skipped'
  from ended_stays as passed
  join pipeline_stages as stages
    on passed.outcome = 'moved_on'
    and stages.pipeline = passed.pipeline
    and stages.stage_place > passed.stage_place
    and stages.stage_place < passed.next_stage.stage_place
)

select
  stays.opportunity_id,
  stays.stage_sequence,
  deals.pipeline,
  stays.stage,
  stays.stage_place,
  deals.country,
  deals.segment,
  coalesce(deals.owner_user_id, 'unknown') as owner,
  deals.team,
  deals.product_category,
  deals.acquisition_channel,
  stays.entered_on,
  stays.left_on,
  stays.outcome,
  -- What was done before the deal entered the stage is no work on the stage.
  if(outcome = 'still_in' and last_active_on >= entered_on, last_active_on, null)
    as last_active_on,
  deals.amount_cents
from entered_or_skipped as stays
join deals on deals.opportunity_id = stays.opportunity_id
left join last_activities on last_activities.opportunity_id = stays.opportunity_id
