with entries as (
  select
    coalesce(deals.pipeline, 'unknown') as pipeline,
    opportunity_id,
    stages.stage,
    min(stage_sequence) as first_sequence
  from opportunity_stages as stages
    join deals using (opportunity_id)
  where cast(entered_at as date) <= getvariable('as_of')
  group by all
),

-- How many more deals were in the other stage first than were in it later.
pairs as (
  select
    entries.pipeline,
    entries.stage,
    others.stage as other_stage,
    count_if(others.first_sequence < entries.first_sequence)
      - count_if(others.first_sequence > entries.first_sequence) as lead_of_other
  from entries
    join entries as others
      on others.opportunity_id = entries.opportunity_id and others.stage <> entries.stage
  group by all
)

select
  pipeline,
  stage,
  1 + (
    select count(*)
    from pairs
    where pairs.pipeline = entries.pipeline
      and pairs.stage = entries.stage
      and lead_of_other > 0
  ) as stage_place,
  count(*) as deals_count
from entries
group by pipeline, stage
