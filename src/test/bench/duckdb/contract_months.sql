-- Every contract is looked at on the last day of every month, or on as_of while it runs.
with months as (
  select distinct
    month_start_on,
    least(months_after(month_start_on, 1) - 1, getvariable('as_of')) as seen_on
  from calendar
  where month_start_on <= getvariable('as_of')
),

paid as (
  select
    customer_id,
    currency,
    month_start_on,
    seen_on,
    count(*) as contracts_count,
    sum(price_cents) as mrr_cents
  from months
    join contract_prices on from_on <= seen_on and until_on > seen_on
  where price_cents > 0
  group by all
),

-- A customer is looked at in every month from the first one paid on, until one month after the last.
watched as (
  select customer_id, currency, months.month_start_on, first_on
  from (
    select customer_id, currency, min(month_start_on) as first_on, max(month_start_on) as last_on
    from paid
    group by all
  ) as times
    join months on months.month_start_on between first_on and months_after(last_on, 1)
),

amounts as (
  select
    watched.*,
    coalesce(now.contracts_count, 0) as contracts_count,
    coalesce(before.mrr_cents, 0) as opening_mrr_cents,
    coalesce(now.mrr_cents, 0) as mrr_cents
  from watched
    left join paid as now
      on now.customer_id = watched.customer_id
      and now.currency = watched.currency
      and now.month_start_on = watched.month_start_on
    left join paid as before
      on before.customer_id = watched.customer_id
      and before.currency = watched.currency
      and before.month_start_on = months_after(watched.month_start_on, -1)
),

last_ends as (
  select
    customer_id,
    currency,
    month_of(until_on) as month_start_on,
    last(churn_kind order by until_on, subscription_id) as said
  from contract_prices
  where churn_kind is not null and price_cents > 0 and until_on <= getvariable('as_of')
  group by all
),

newest as (
  select
    customer_id,
    last(term order by started_on, subscription_id) as term,
    last(product_category order by started_on, subscription_id) as product_category
  from contract_prices
  where from_on <= getvariable('as_of')
  group by all
)

select
  amounts.customer_id,
  amounts.currency,
  amounts.month_start_on,
  coalesce(country, 'unknown') as country,
  coalesce(segment, 'unknown') as segment,
  coalesce(acquisition_channel, 'unknown') as acquisition_channel,
  product_category,
  term,
  contracts_count,
  opening_mrr_cents,
  mrr_cents,
  case
    when opening_mrr_cents = 0 and mrr_cents = 0 then 'none'
    when mrr_cents = 0 then 'churned'
    when opening_mrr_cents = 0 and amounts.month_start_on = first_on then 'new'
    when opening_mrr_cents = 0 then 'reactivated'
    when mrr_cents = opening_mrr_cents then 'unchanged'
    else if(mrr_cents > opening_mrr_cents, 'expansion', 'contraction')
  end as movement,
  if(opening_mrr_cents > 0 and mrr_cents = 0, coalesce(said, 'unknown'), null) as churn_kind
from amounts
  join newest using (customer_id)
  left join customer_origins using (customer_id)
  left join last_ends
    on last_ends.customer_id = amounts.customer_id
    and last_ends.currency = amounts.currency
    and last_ends.month_start_on = amounts.month_start_on
