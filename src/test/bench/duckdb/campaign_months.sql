with life_months as (
  select
    campaign_id,
    cast(unnest(range(
      month_of(started_on),
      least(ended_on, getvariable('as_of')) + 1,
      interval 1 month
    )) as date) as month_start_on
  from campaigns
  where started_on <= getvariable('as_of')
),

month_costs as (
  select campaign_id, month_of(incurred_on) as month_start_on, sum(cost_cents) as cost_cents
  from cost_values
  where campaign_id is not null
  group by all
)

select campaign_id, month_start_on, coalesce(cost_cents, 0) as cost_cents
from life_months
  full join month_costs using (campaign_id, month_start_on)
