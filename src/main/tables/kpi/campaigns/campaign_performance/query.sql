with entries as (
  -- A response belongs to the month the member was added, so the rate never passes one.
  select
    campaign_members.campaign_id,
    trunc(campaign_members.added_at, 'MM') as month_start_on,
    1 as members,
    if(reached or responded_at < date_add(:as_of, 1), 1, 0) as reached,
    if(responded_at < date_add(:as_of, 1), 1, 0) as responses,
    0 as leads,
    0 as new_customers,
    0 as cost_cents
  from campaign_members
  union all
  select leads.campaign_id, trunc(leads.created_at, 'MM'), 0, 0, 0, 1, 0, 0
  from leads
  where leads.campaign_id is not null
  union all
  select customer_origins.campaign_id, trunc(customer_origins.won_on, 'MM'), 0, 0, 0, 0, 1, 0
  from customer_origins
  where customer_origins.campaign_id is not null
  union all
  select campaign_months.campaign_id, campaign_months.month_start_on, 0, 0, 0, 0, 0, cost_cents
  from campaign_months
),

campaign_month_totals as (
  select
    campaign_id,
    month_start_on,
    sum(members) as members,
    sum(reached) as reached,
    sum(responses) as responses,
    sum(leads) as leads,
    sum(new_customers) as new_customers,
    sum(cost_cents) as cost_cents
  from entries
  group by campaign_id, month_start_on
),

campaign_periods as (
  select
    totals.campaign_id,
    period_months.period_kind,
    period_months.period_start_on,
    period_months.is_complete,
    cast(sum(totals.members) as bigint) as members_count,
    cast(sum(totals.reached) as bigint) as reached_count,
    cast(sum(totals.responses) as bigint) as responses_count,
    cast(sum(totals.leads) as bigint) as leads_count,
    cast(sum(totals.new_customers) as bigint) as new_customers_count,
    cast(sum(totals.cost_cents) * 0.01 as decimal(18, 2)) as cost_amount
  from campaign_month_totals as totals
  join period_months
    on period_months.month_start_on = totals.month_start_on
  group by all
)

select
  campaign_periods.campaign_id,
  coalesce(campaigns.name, 'unknown') as campaign_name,
  coalesce(campaigns.channel, 'unknown') as channel,
  period_kind,
  period_start_on,
  is_complete,
  members_count,
  reached_count,
  responses_count,
  responses_count / nullif(reached_count, 0) as response_rate,
  wilson_low(responses_count, reached_count) as response_rate_low,
  wilson_high(responses_count, reached_count) as response_rate_high,
  reached_count >= :minimum_sample as has_minimum_sample,
  leads_count,
  new_customers_count,
  cost_amount,
  cast(cost_amount / nullif(leads_count, 0) as decimal(18, 2)) as cost_per_lead_amount,
  cast(cost_amount / nullif(new_customers_count, 0) as decimal(18, 2))
    as cost_per_new_customer_amount
from campaign_periods
left join campaigns
  on campaigns.campaign_id = campaign_periods.campaign_id
