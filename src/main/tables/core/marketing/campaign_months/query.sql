with entries as (
  -- A month in which a campaign ran and cost nothing is a zero, not a gap.
  select
    campaigns.campaign_id,
    calendar.month_start_on,
    0 as cost_cents
  from campaigns
  join calendar
    on calendar.day_on = calendar.month_start_on
    and calendar.month_start_on >= trunc(campaigns.started_on, 'MM')
    and calendar.month_start_on <= least(campaigns.ended_on, :as_of)
  where campaigns.started_on <= :as_of
  union all
  -- Costs before the first and after the last day still belong to the campaign.
  select
    cost_values.campaign_id,
    cast(trunc(cost_values.incurred_on, 'MM') as date),
    cost_values.cost_cents
  from cost_values
  where cost_values.campaign_id is not null
)

select
  campaign_id,
  month_start_on,
  cast(sum(cost_cents) as bigint) as cost_cents
from entries
group by campaign_id, month_start_on
