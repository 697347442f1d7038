with entries as (
  select
    campaign_id,
    month_of(added_at) as month_start_on,
    count(*) as members_count,
    count_if(reached or cast(responded_at as date) <= getvariable('as_of')) as reached_count,
    count_if(cast(responded_at as date) <= getvariable('as_of')) as responses_count
  from campaign_members
  group by all
  union all by name
  select campaign_id, month_of(created_at) as month_start_on, count(*) as leads_count
  from leads
  where campaign_id is not null
  group by all
  union all by name
  select campaign_id, month_of(won_on) as month_start_on, count(*) as new_customers_count
  from customer_origins
  where campaign_id is not null
  group by all
  union all by name
  from campaign_months
),

campaign_periods as (
  select
    campaign_id,
    period_kind,
    period_start_on,
    is_complete,
    coalesce(sum(members_count), 0) as members_count,
    coalesce(sum(reached_count), 0) as reached_count,
    coalesce(sum(responses_count), 0) as responses_count,
    coalesce(sum(leads_count), 0) as leads_count,
    coalesce(sum(new_customers_count), 0) as new_customers_count,
    coalesce(sum(cost_cents), 0) as cost_cents
  from entries
    join period_months using (month_start_on)
  group by all
)

select
  totals.*,
  coalesce(campaigns.name, 'unknown') as campaign_name,
  coalesce(campaigns.channel, 'unknown') as channel,
  responses_count / nullif(reached_count, 0) as response_rate,
  wilson_low(responses_count, reached_count) as response_rate_low,
  wilson_high(responses_count, reached_count) as response_rate_high,
  reached_count >= getvariable('minimum_sample') as has_minimum_sample,
  amount_of(cost_cents) as cost_amount,
  amount_each(cost_cents, leads_count) as cost_per_lead_amount,
  amount_each(cost_cents, new_customers_count) as cost_per_new_customer_amount
from campaign_periods as totals
  left join campaigns on campaigns.campaign_id = totals.campaign_id
