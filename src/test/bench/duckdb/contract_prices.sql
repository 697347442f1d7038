-- Looked at on the days on which something happens: what holds on each of them until the next.
with states as (
  select
    subscription_id,
    happened_at,
    event_id,
    cast(happened_at as date) as day_on,
    -- A price says nothing about whether the contract is over.
    case
      when kind = 'cancelled' then true
      when kind in ('created', 'reactivated', 'renewed') then false
    end as is_over,
    monthly_price,
    churn_kind
  from subscription_events
  where kind <> 'payment_failed'
    and (kind in ('cancelled', 'reactivated', 'renewed') or monthly_price is not null)
),

days as (
  select subscription_id, started_on as day_on from subscriptions
  union
  select subscription_id, greatest(states.day_on, started_on)
  from subscriptions join states using (subscription_id)
  union
  select subscription_id, ended_on from subscriptions where ended_on is not null
),

-- The last thing said by the end of a day is what holds.
held as (
  select
    days.subscription_id,
    days.day_on,
    subscriptions.started_on,
    subscriptions.ended_on,
    coalesce(
      last(states.is_over order by happened_at, event_id) filter (states.is_over is not null), false
    )
      or coalesce(days.day_on >= subscriptions.ended_on, false) as is_over,
    coalesce(
      last(states.monthly_price order by happened_at, event_id)
        filter (states.monthly_price is not null),
      subscriptions.monthly_price
    ) as price
  from days
    join subscriptions on subscriptions.subscription_id = days.subscription_id
    left join states
      on states.subscription_id = days.subscription_id and states.day_on <= days.day_on
  where days.day_on >= subscriptions.started_on
  group by
    days.subscription_id, days.day_on, subscriptions.started_on, subscriptions.ended_on,
    subscriptions.monthly_price
),

followed as (
  select
    *,
    lead(day_on) over (partition by subscription_id order by day_on) as next_on,
    lead(is_over) over (partition by subscription_id order by day_on) as is_over_next
  from held
),

named as (
  select
    followed.*,
    coalesce(identities.surviving_customer_id, subscriptions.customer_id) as customer_id,
    subscriptions.currency,
    subscriptions.product_id,
    subscriptions.term_months
  from followed
    join subscriptions using (subscription_id)
    left join customer_identities as identities
      on identities.customer_id = subscriptions.customer_id
)

select
  named.subscription_id,
  day_on as from_on,
  coalesce(next_on, date '9999-12-31') as until_on,
  customer_id,
  named.currency,
  cast(price * 100 as bigint) as price_cents,
  started_on,
  case
    when term_months is null then 'unknown'
    when term_months = 1 then '1 month'
    else term_months || ' months'
  end as term,
  coalesce(products.category, 'unknown') as product_category,
  -- What is said last on the next day on which anything is said, if the span ends the contract.
  case when is_over_next then coalesce(
    (
      select if(
        last(is_over order by happened_at, event_id) filter (is_over is not null),
        last(churn_kind order by happened_at, event_id) filter (is_over),
        null
      )
      from states
      where states.subscription_id = named.subscription_id
        and states.day_on = (
          select min(later.day_on)
          from states as later
          where later.subscription_id = named.subscription_id and later.day_on > named.day_on
        )
    ),
    'unknown'
  ) end as churn_kind
from named
  asof left join product_history as products
    on products.product_id = named.product_id and products.valid_from_on <= named.started_on
where not is_over
