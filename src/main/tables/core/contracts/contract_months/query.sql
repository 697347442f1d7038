with seen_spans as (
  select
    subscription_id, customer_id, currency, price_cents, started_on, term, product_category,
    from_on,
    least(until_on, date_add(:as_of, 1)) as until_on,
    if(until_on <= :as_of, churn_kind, null) as churn_kind
  from contract_prices
  where from_on <= :as_of
),

-- A month is what is paid at its end, or at as_of while it runs.
paid_months as (
  select
    customer_id, currency, months.month_start_on,
    sum(price_cents) as mrr_cents,
    count(*) as contracts_count
  from seen_spans
    lateral view explode(
      sequence(trunc(from_on, 'month'), trunc(until_on, 'month'), interval 1 month)
    ) months as month_start_on
  where price_cents > 0
    and from_on <= least(last_day(months.month_start_on), :as_of)
    and until_on > least(last_day(months.month_start_on), :as_of)
  group by customer_id, currency, months.month_start_on
),

paid_times as (
  select
    customer_id, currency,
    min(month_start_on) as first_month_on,
    least(add_months(max(month_start_on), 1), trunc(:as_of, 'month')) as last_month_on
  from paid_months
  group by customer_id, currency
),

-- A month without a payment has a row too: else the row before would be an older month.
compared_months as (
  select
    t.customer_id, t.currency, t.first_month_on, t.month_start_on,
    coalesce(p.contracts_count, 0) as contracts_count,
    coalesce(p.mrr_cents, 0) as mrr_cents,
    lag(coalesce(p.mrr_cents, 0), 1, 0L) over (
      partition by t.customer_id, t.currency order by t.month_start_on
    ) as opening_mrr_cents
  from (
    select
      customer_id, currency, first_month_on,
      explode(sequence(first_month_on, last_month_on, interval 1 month)) as month_start_on
    from paid_times
  ) as t
    left join paid_months as p
      on p.customer_id = t.customer_id
      and p.currency = t.currency
      and p.month_start_on = t.month_start_on
),

-- Why a customer left is what was said when the last of her contracts ended.
ends as (
  select
    customer_id, currency, trunc(until_on, 'month') as month_start_on,
    max_by(churn_kind, struct(until_on, subscription_id)) as churn_kind
  from seen_spans
  where churn_kind is not null and price_cents > 0
  group by customer_id, currency, trunc(until_on, 'month')
),

-- A customer is sliced by the contract that she started last, in all her months.
newest_contracts as (
  select
    customer_id,
    max_by(struct(term, product_category), struct(started_on, subscription_id)) as contract
  from seen_spans
  group by customer_id
)

select
  m.customer_id, m.currency, m.month_start_on,
  coalesce(o.country, 'unknown') as country,
  coalesce(o.segment, 'unknown') as segment,
  coalesce(o.acquisition_channel, 'unknown') as acquisition_channel,
  n.contract.product_category, n.contract.term,
  m.contracts_count, m.opening_mrr_cents, m.mrr_cents,
  -- Churned is asked before contraction, coming before expansion: 0 is no smaller price.
  case
    when m.mrr_cents = 0 then if(m.opening_mrr_cents = 0, 'none', 'churned')
    when m.month_start_on = m.first_month_on then 'new'
    when m.opening_mrr_cents = 0 then 'reactivated'
    when m.mrr_cents > m.opening_mrr_cents then 'expansion'
    when m.mrr_cents < m.opening_mrr_cents then 'contraction'
    else 'unchanged'
  end as movement,
  if(movement = 'churned', coalesce(e.churn_kind, 'unknown'), null) as churn_kind
from compared_months as m
  join newest_contracts as n on n.customer_id = m.customer_id
  left join customer_origins as o on o.customer_id = m.customer_id
  left join ends as e
    on e.customer_id = m.customer_id
    and e.currency = m.currency
    and e.month_start_on = m.month_start_on
