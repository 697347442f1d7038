-- One person is a record that was not merged away, with all that were merged into it.
with persons as (
  select
    records.*,
    coalesce(identities.surviving_customer_id, records.customer_id) as person_id
  from customers as records
    left join customer_identities as identities on identities.customer_id = records.customer_id
),

persons_of_leads as (
  select
    leads.*,
    coalesce(identities.surviving_customer_id, leads.customer_id) as person_id
  from leads
    left join customer_identities as identities on identities.customer_id = leads.customer_id
  where leads.customer_id is not null
),

first_records as (
  select distinct on (person_id)
    person_id, acquisition_channel as channel, acquisition_campaign_id as claimed_campaign_id
  from persons
  where coalesce(acquisition_channel, acquisition_campaign_id) is not null
  order by person_id, created_at nulls last, customer_id
),

-- Leads count from the look-back before the first purchase to its day.
first_leads as (
  select distinct on (person_id)
    person_id, source as channel, campaign_id as claimed_campaign_id,
    cast(created_at as date) as led_on
  from persons_of_leads
    left join customer_lifetime as lifetimes on lifetimes.customer_id = person_id
  where first_ordered_on is null
    or cast(created_at as date) >= first_ordered_on - getvariable('acquisition_lookback_days')
    and cast(created_at as date) <= first_ordered_on
  order by person_id, created_at, lead_id
),

everybody as (
  select person_id from persons where person_id = customer_id
  union
  select customer_id from customer_lifetime
),

decided as (
  select
    person_id,
    case
      when first_records.person_id is not null then 'customer record'
      when first_leads.person_id is not null then 'first lead'
      else 'none'
    end as evidence,
    if(evidence = 'customer record', first_records.channel, first_leads.channel) as channel,
    if(
      evidence = 'customer record',
      first_records.claimed_campaign_id,
      first_leads.claimed_campaign_id
    ) as claimed_campaign_id,
    if(evidence = 'first lead', led_on, null) as led_on
  from everybody
    left join first_records using (person_id)
    left join first_leads using (person_id)
)

select
  decided.person_id as customer_id,
  month_of(first_ordered_on) as cohort_month_on,
  coalesce(records.country, 'unknown') as country,
  coalesce(records.segment, 'unknown') as segment,
  coalesce(decided.channel, 'unknown') as acquisition_channel,
  case
    when first_ordered_on is not null
      and coalesce(campaigns.started_on <= least(first_ordered_on, led_on), true)
      then claimed_campaign_id
  end as campaign_id,
  evidence,
  first_ordered_on as won_on
from decided
  left join customers as records on records.customer_id = decided.person_id
  left join customer_lifetime as lifetimes on lifetimes.customer_id = decided.person_id
  left join campaigns on campaigns.campaign_id = claimed_campaign_id
