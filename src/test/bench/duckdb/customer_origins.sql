with claims as (
  select
    customer_id,
    acquisition_campaign_id as campaign_id,
    'customer record' as evidence,
    created_at as claimed_at
  from customers
  union all
  select customer_id, campaign_id, 'first lead', created_at
  from leads
)

-- 'customer record' sorts before 'first lead'.
select distinct on (lifetimes.customer_id)
  lifetimes.customer_id,
  claims.campaign_id,
  claims.evidence,
  lifetimes.first_ordered_on as won_on
from claims
  left join customer_identities as identities on identities.customer_id = claims.customer_id
  join customer_lifetime as lifetimes
    on lifetimes.customer_id = coalesce(identities.surviving_customer_id, claims.customer_id)
where claims.campaign_id is not null
  and lifetimes.first_ordered_on is not null
  and (
    claims.evidence = 'customer record'
    or cast(claims.claimed_at as date) <= lifetimes.first_ordered_on
  )
order by lifetimes.customer_id, claims.evidence, claims.claimed_at nulls last, claims.campaign_id
