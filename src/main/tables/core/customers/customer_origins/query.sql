-- What won a customer is said by customer records and by leads; merged records are one customer.
with claims as (
  select
    coalesce(i.surviving_customer_id, c.customer_id) as customer_id,
    'customer record' as evidence,
    1 as precedence,
    c.acquisition_channel as channel,
    c.acquisition_campaign_id as campaign_id,
    c.created_at as claimed_at,
    c.customer_id as claim_id
  from customers as c
    left join customer_identities as i on i.customer_id = c.customer_id
  where c.acquisition_channel is not null or c.acquisition_campaign_id is not null
  union all
  select
    coalesce(i.surviving_customer_id, l.customer_id) as customer_id,
    'first lead' as evidence,
    2 as precedence,
    l.source as channel,
    l.campaign_id,
    l.created_at as claimed_at,
    l.lead_id as claim_id
  from leads as l
    left join customer_identities as i on i.customer_id = l.customer_id
  where l.customer_id is not null
),

-- A lead after the first purchase, or too long before it, decides nothing.
ranked_claims as (
  select
    c.customer_id,
    c.evidence,
    c.channel,
    -- A campaign wins nobody before it has started.
    case
      when g.started_on > l.first_ordered_on then null
      when c.evidence = 'first lead' and g.started_on > cast(c.claimed_at as date) then null
      else c.campaign_id
    end as campaign_id,
    -- The record comes before leads, the earliest before later ones, with a campaign or without.
    row_number() over (
      partition by c.customer_id
      order by c.precedence, c.claimed_at nulls last, c.claim_id
    ) as claim_rank
  from claims as c
    left join customer_lifetime as l on l.customer_id = c.customer_id
    left join campaigns as g on g.campaign_id = c.campaign_id
  where c.evidence = 'customer record'
    or l.first_ordered_on is null
    or datediff(l.first_ordered_on, cast(c.claimed_at as date))
      between 0 and :acquisition_lookback_days
),

surviving_records as (
  select c.customer_id, c.country, c.segment
  from customers as c
    left anti join customer_identities as i on i.customer_id = c.customer_id
)

select
  coalesce(r.customer_id, l.customer_id) as customer_id,
  trunc(l.first_ordered_on, 'month') as cohort_month_on,
  coalesce(r.country, 'unknown') as country,
  coalesce(r.segment, 'unknown') as segment,
  coalesce(c.channel, 'unknown') as acquisition_channel,
  -- Nobody is won before the first net purchase.
  if(l.first_ordered_on is null, null, c.campaign_id) as campaign_id,
  coalesce(c.evidence, 'none') as evidence,
  l.first_ordered_on as won_on
from surviving_records as r
  full join customer_lifetime as l on l.customer_id = r.customer_id
  left join ranked_claims as c
    on c.customer_id = coalesce(r.customer_id, l.customer_id) and c.claim_rank = 1
