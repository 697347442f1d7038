with visits as (
  select
    deals.pipeline,
    deals.status,
    deals.closed_on,
    visits.*,
    visits.stage_sequence
      = max(visits.stage_sequence) over (partition by visits.opportunity_id) as is_newest
  from opportunity_stages as visits
    join deals using (opportunity_id)
  where cast(entered_at as date) <= getvariable('as_of')
),

-- Of all visits, the share that began with the closing of the deal and has not ended.
shares as (
  select
    pipeline,
    stage,
    avg(
      case
        when closed_on is null then 0
        when not is_newest or cast(left_at as date) <= getvariable('as_of') then 0
        when cast(entered_at as date) < closed_on then 0
        else 1
      end
    ) as closing_share,
    avg(if(status = 'won', 1, 0)) filter (
      closed_on <= cast(entered_at as date)
      and is_newest
      and (left_at is null or cast(left_at as date) > getvariable('as_of'))
    ) as won_share,
    count(distinct opportunity_id) as deals_count
  from visits
  group by all
),

statements as (
  select distinct on (pipeline, stage) pipeline, stage, stage_status
  from visits
  where stage_status is not null
  order by pipeline, stage, entered_at desc, opportunity_id desc, stage_sequence desc
),

ends as (
  select
    shares.*,
    case
      when stage_status in ('won', 'lost') then stage_status
      when stage_status is null and closing_share > 0.5 and won_share > 0.5 then 'won'
      when stage_status is null and closing_share > 0.5 then 'lost'
    end as ends_as
  from shares
    left join statements using (pipeline, stage)
),

entries as (
  select visits.pipeline, visits.stage, opportunity_id, min(stage_sequence) as first_sequence
  from visits
    join ends on ends.pipeline = visits.pipeline and ends.stage = visits.stage
  where ends_as is null
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
  *,
  if(
    ends_as is null,
    1 + (
      select count(*)
      from pairs
      where pairs.pipeline = ends.pipeline
        and pairs.stage = ends.stage
        and (lead_of_other > 0 or lead_of_other = 0 and other_stage < ends.stage)
    ),
    null
  ) as stage_place
from ends
