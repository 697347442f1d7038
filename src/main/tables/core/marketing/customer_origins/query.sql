-- What the customer record says comes before what the leads say.
with claims as (
  select
    customers.customer_id,
    customers.acquisition_campaign_id as campaign_id,
    'customer record' as evidence,
    1 as precedence,
    customers.created_at as claimed_at
  from customers
  where customers.acquisition_campaign_id is not null
  union all
  select
    leads.customer_id,
    leads.campaign_id,
    'first lead',
    2,
    leads.created_at
  from leads
  where leads.customer_id is not null and leads.campaign_id is not null
),

surviving_claims as (
  select
    coalesce(customer_identities.surviving_customer_id, claims.customer_id) as customer_id,
    claims.campaign_id,
    claims.evidence,
    claims.precedence,
    claims.claimed_at
  from claims
  left join customer_identities
    on customer_identities.customer_id = claims.customer_id
),

-- Among equals the earliest claim wins; a lead of a customer who already buys wins nobody.
ranked_claims as (
  select
    surviving_claims.customer_id,
    surviving_claims.campaign_id,
    surviving_claims.evidence,
    customer_lifetime.first_ordered_on as won_on,
    row_number() over (
      partition by surviving_claims.customer_id
      order by precedence, claimed_at nulls last, campaign_id
    ) as claim_rank
  from surviving_claims
  join customer_lifetime
    on customer_lifetime.customer_id = surviving_claims.customer_id
  where customer_lifetime.first_ordered_on is not null
    and (precedence = 1 or cast(claimed_at as date) <= customer_lifetime.first_ordered_on)
)

select
  customer_id,
  campaign_id,
  evidence,
  won_on
from ranked_claims
where claim_rank = 1
