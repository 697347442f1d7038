with rates as (
  select from_currency, rate_on, rate
  from fx_rates
  where to_currency = getvariable('reporting_currency')
    and from_currency <> getvariable('reporting_currency')
  union all
  select getvariable('reporting_currency'), date '0001-01-01', 1
),

last_stages as (
  select opportunity_id, arg_max(stage, stage_sequence) as last_stage
  from opportunity_stages
  where cast(entered_at as date) <= getvariable('as_of')
  group by opportunity_id
),

dated_deals as (
  select
    deals.* exclude (stage, customer_id, status, lost_reason, owner_user_id),
    deals.owner_user_id as owner_now,
    coalesce(last_stage, deals.stage) as stage,
    coalesce(identities.surviving_customer_id, deals.customer_id) as customer_id,
    cast(created_at as date) as created_on,
    if(
      status in ('won', 'lost') and cast(closed_at as date) <= getvariable('as_of'),
      cast(closed_at as date),
      null
    ) as closed_on,
    case when cast(closed_at as date) > getvariable('as_of') then 'open' else deals.status end as status_then,
    if(status_then = 'lost', deals.lost_reason, null) as lost_reason,
    coalesce(closed_on, getvariable('as_of')) as valued_on
  from opportunities as deals
    left join last_stages on last_stages.opportunity_id = deals.opportunity_id
    left join customer_identities as identities on identities.customer_id = deals.customer_id
),

owned_deals as (
  select
    deals.*,
    if(deals.closed_on is null or told.opportunity_id is null, owner_now, told.owner_user_id)
      as owner_user_id
  from dated_deals as deals
    asof left join opportunity_history as told
      on told.opportunity_id = deals.opportunity_id and told.valid_from_on <= deals.closed_on
)

select
  deals.* exclude (country, segment, product_category, pipeline),
  coalesce(deals.country, customers.country, accounts.country, 'unknown') as country,
  coalesce(deals.segment, customers.segment, 'unknown') as segment,
  coalesce(owners.team, 'unknown') as team,
  coalesce(deals.product_category, products.category, 'unknown') as product_category,
  coalesce(deals.source, leads.source, 'unknown') as acquisition_channel,
  coalesce(deals.pipeline, 'unknown') as pipeline,
  deals.status_then as status,
  closed_on - created_on as sales_cycle_days,
  deals.currency as booked_currency,
  deals.amount as booked_amount,
  converted_cents(deals.amount * 100, rates.rate) as amount_cents
from owned_deals as deals
  asof left join rates
    on rates.from_currency = deals.currency and rates.rate_on <= deals.valued_on
  left join customers on customers.customer_id = deals.customer_id
  left join accounts on accounts.account_id = deals.account_id
  left join leads on leads.lead_id = deals.lead_id
  asof left join product_history as products
    on products.product_id = deals.product_id and products.valid_from_on <= deals.valued_on
  asof left join user_history as owners
    on owners.user_id = deals.owner_user_id and owners.valid_from_on <= deals.valued_on
where deals.amount is null or rates.rate is not null
