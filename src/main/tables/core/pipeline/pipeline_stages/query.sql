with first_entries as (
  select
    coalesce(deals.pipeline, 'unknown') as pipeline,
    entries.stage,
    entries.opportunity_id,
    min(entries.stage_sequence) as stage_sequence
  from opportunity_stages as entries
  join deals on deals.opportunity_id = entries.opportunity_id
  where to_date(entries.entered_at) <= :as_of
  group by all
),

-- A stage stands behind another when most deals that were in both were in the other one first.
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
)

select
  entries.pipeline,
  entries.stage,
  1 + count(distinct stages_before.stage_before) as stage_place,
  count(distinct entries.opportunity_id) as deals_count
from first_entries as entries
left join stages_before
  on stages_before.pipeline = entries.pipeline and stages_before.stage = entries.stage
group by entries.pipeline, entries.stage
