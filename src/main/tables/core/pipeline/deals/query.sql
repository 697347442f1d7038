with last_stages as (
  select
    opportunity_id,
    max_by(stage, stage_sequence) as stage
  from opportunity_stages
  where to_date(entered_at) <= :as_of
  group by opportunity_id
),

dated_deals as (
  select
    deal.opportunity_id,
    deal.account_id,
    deal.customer_id,
    deal.lead_id,
    deal.product_id,
    deal.country,
    deal.segment,
    deal.product_category,
    deal.source,
    deal.pipeline,
    deal.stage,
    to_date(deal.created_at) as created_on,
    -- A deal that closes after the business day is still open on it.
    case
      when deal.status <> 'open' and to_date(deal.closed_at) <= :as_of then to_date(deal.closed_at)
    end as closed_on,
    -- What describes a deal is taken as of the day it was won or lost, without one as of today.
    coalesce(closed_on, :as_of) as described_on,
    -- It stays with the owner of that day, whoever keeps the account now.
    if(closed_on is null or told.opportunity_id is null, deal.owner_user_id, told.owner_user_id)
      as owner_user_id,
    if(to_date(deal.closed_at) > :as_of, 'open', deal.status) as status,
    deal.lost_reason,
    deal.expected_close_on,
    deal.currency,
    deal.amount,
    deal.win_probability
  from opportunities as deal
  left join opportunity_history as told
    on told.opportunity_id = deal.opportunity_id
    and to_date(deal.closed_at) >= told.valid_from_on
    and to_date(deal.closed_at) < told.valid_until_on
)

select
  deal.opportunity_id,
  coalesce(identity.surviving_customer_id, deal.customer_id) as customer_id,
  deal.account_id,
  deal.lead_id,
  deal.owner_user_id,
  deal.product_id,
  coalesce(deal.country, customers.country, accounts.country, 'unknown') as country,
  coalesce(deal.segment, customers.segment, 'unknown') as segment,
  coalesce(owners.team, 'unknown') as team,
  coalesce(deal.product_category, products.category, 'unknown') as product_category,
  coalesce(deal.source, leads.source, 'unknown') as acquisition_channel,
  coalesce(deal.pipeline, 'unknown') as pipeline,
  coalesce(last_stages.stage, deal.stage) as stage,
  deal.status,
  deal.created_on,
  deal.closed_on,
  deal.expected_close_on,
  datediff(deal.closed_on, deal.created_on) as sales_cycle_days,
  deal.currency as booked_currency,
  deal.amount as booked_amount,
  -- Cents first: a decimal holds the product with the rate whole, so it is rounded once.
  cast(round(cast(deal.amount * 100 as decimal(18, 0)) * fx.rate) as bigint) as amount_cents,
  deal.win_probability,
  case when deal.status = 'lost' then deal.lost_reason end as lost_reason,
  case
    when deal.amount is not null and fx.rate is null
      then concat(
        'no exchange rate from ', coalesce(deal.currency, 'an unnamed currency'),
        ' for ', deal.described_on, ' or the ', :fx_rate_valid_days, ' days before'
      )
  end as reject_reason
from dated_deals as deal
left join last_stages on last_stages.opportunity_id = deal.opportunity_id
left join customer_identities as identity on identity.customer_id = deal.customer_id
left join customers
  on customers.customer_id = coalesce(identity.surviving_customer_id, deal.customer_id)
left join accounts on accounts.account_id = deal.account_id
left join leads on leads.lead_id = deal.lead_id
left join product_history as products
  on products.product_id = deal.product_id
  and deal.described_on >= products.valid_from_on
  and deal.described_on < products.valid_until_on
left join user_history as owners
  on owners.user_id = deal.owner_user_id
  and deal.described_on >= owners.valid_from_on
  and deal.described_on < owners.valid_until_on
-- The amount of a closed deal no longer moves with the currency; that of an open one still does.
left join fx_rate_intervals as fx
  on fx.from_currency = deal.currency
  and deal.described_on >= fx.valid_from_on
  and deal.described_on < fx.valid_to_on
