-- The price of the contract holds until an event states another or ends it. A payment that failed
-- does neither: it is churn once somebody cancels.
with price_changes as (
  select
    subscription_id,
    started_on as priced_on,
    cast(null as timestamp) as priced_at,
    '' as event_id,
    'created' as kind,
    monthly_price,
    cast(null as string) as churn_kind
  from subscriptions
  union all
  select
    subscription_id, to_date(happened_at), happened_at, event_id, kind, monthly_price, churn_kind
  from subscription_events
  where kind in ('cancelled', 'reactivated', 'renewed')
    or (kind <> 'payment_failed' and monthly_price is not null)
),

-- What was said last on a day holds.
day_changes as (
  select
    subscription_id,
    priced_on,
    max(priced_at) as priced_at,
    max_by(monthly_price, struct(priced_at, event_id)) filter (where monthly_price is not null)
      as monthly_price,
    max_by(kind = 'cancelled', struct(priced_at, event_id))
      filter (where kind in ('created', 'cancelled', 'reactivated', 'renewed')) as is_cancelled,
    max_by(churn_kind, struct(priced_at, event_id)) filter (where kind = 'cancelled') as churn_kind
  from price_changes
  group by subscription_id, priced_on
),

-- A return at no stated price is one at the last price. Once cancelled, only a return is one: a
-- price that was agreed before the cancellation for a day after it is none.
last_changes as (
  select
    subscription_id, priced_on, priced_at, churn_kind,
    last(monthly_price, true) over so_far as monthly_price,
    last(is_cancelled, true) over so_far as is_cancelled
  from day_changes
  window so_far as (partition by subscription_id order by priced_at nulls first)
),

next_changes as (
  select
    *,
    lead(priced_on) over in_time as next_on,
    lead(is_cancelled) over in_time as is_cancelled_next,
    lead(churn_kind) over in_time as next_churn_kind
  from last_changes
  window in_time as (partition by subscription_id order by priced_at nulls first)
),

spans as (
  select
    s.subscription_id,
    -- An event dated before the contract starts says at which price it does.
    greatest(c.priced_on, s.started_on) as from_on,
    least(c.next_on, s.ended_on, date '9999-12-31') as until_on,
    coalesce(i.surviving_customer_id, s.customer_id) as customer_id,
    s.currency,
    cast(c.monthly_price * 100 as bigint) as price_cents,
    s.started_on,
    s.term_months,
    s.product_id,
    case
      when c.is_cancelled_next then coalesce(c.next_churn_kind, 'unknown')
      when s.ended_on <= c.next_on or c.next_on is null and s.ended_on is not null then 'unknown'
    end as churn_kind
  from next_changes as c
    join subscriptions as s on s.subscription_id = c.subscription_id
    left join customer_identities as i on i.customer_id = s.customer_id
  where not c.is_cancelled
)

select
  s.subscription_id,
  s.from_on,
  s.until_on,
  s.customer_id,
  s.currency,
  s.price_cents,
  s.started_on,
  coalesce(concat(s.term_months, if(s.term_months = 1, ' month', ' months')), 'unknown') as term,
  coalesce(p.category, 'unknown') as product_category,
  s.churn_kind
from spans as s
  left join product_history as p
    on p.product_id = s.product_id
    and s.started_on >= p.valid_from_on
    and s.started_on < p.valid_until_on
where s.from_on < s.until_on
