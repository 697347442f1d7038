with stage_entries as (
  select
    deals.pipeline,
    entries.stage,
    entries.opportunity_id,
    entries.stage_sequence,
    entries.entered_at,
    entries.stage_status,
    deals.status,
    -- The deal came with its closing or later, and there it stayed.
    to_date(entries.entered_at) >= deals.closed_on
      and coalesce(to_date(entries.left_at) > :as_of, true)
      and lead(entries.stage) over (
        partition by entries.opportunity_id order by entries.stage_sequence
      ) is null as is_closing
  from opportunity_stages as entries
  join deals on deals.opportunity_id = entries.opportunity_id
  where to_date(entries.entered_at) <= :as_of
),

stage_counts as (
  select
    pipeline,
    stage,
    max_by(stage_status, struct(entered_at, opportunity_id, stage_sequence))
      filter (where stage_status is not null) as stated_status,
    count(*) as entries_count,
    count_if(is_closing) as closing_count,
    count_if(is_closing and status = 'won') as won_count,
    count(distinct opportunity_id) as deals_count
  from stage_entries
  group by pipeline, stage
),

-- Being won or lost is no work. Where the CRM does not say which stages mean that, they are those
-- that most deals entered by being closed; an open deal that is in a stage, or left it, is at work.
stage_ends as (
  select
    pipeline,
    stage,
    deals_count,
    case
      when stated_status is not null then nullif(stated_status, 'open')
      when closing_count * 2 > entries_count
        then if(won_count * 2 > closing_count, 'won', 'lost')
    end as ends_as
  from stage_counts
),

first_entries as (
  select pipeline, stage, opportunity_id, min(stage_sequence) as stage_sequence
  from stage_entries
  join stage_ends using (pipeline, stage)
  where ends_as is null
  group by pipeline, stage, opportunity_id
),

-- A stage stands behind another when most deals that were in both were in the other one first; of
-- two that as many entered in the one order as in the other, behind that of the lower name.
stages_before as (
  select
    this.pipeline,
    this.stage,
    other.stage as stage_before
  from first_entries as this
  join first_entries as other
    on other.opportunity_id = this.opportunity_id and other.stage <> this.stage
  group by this.pipeline, this.stage, other.stage
  having sum(sign(this.stage_sequence - other.stage_sequence)) > 0
    or sum(sign(this.stage_sequence - other.stage_sequence)) = 0 and other.stage < this.stage
)

select
  stages.pipeline,
  stages.stage,
  if(stages.ends_as is null, 1 + count(stages_before.stage_before), null) as stage_place,
  stages.ends_as,
  stages.deals_count
from stage_ends as stages
left join stages_before
  on stages_before.pipeline = stages.pipeline and stages_before.stage = stages.stage
group by stages.pipeline, stages.stage, stages.ends_as, stages.deals_count
