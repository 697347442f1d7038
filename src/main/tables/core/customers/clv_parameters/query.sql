-- What comes after the day of the fit belongs to a later fit.
with customer_days as (
  select
    customer_id,
    ordered_on,
    bool_or(is_purchase) as is_purchase_day,
    -- What was kept of an order that came back is of no purchase, as in customer_lifetime.
    sum(if(is_purchase, net_revenue_cents, 0)) as purchase_cents
  from order_values
  where customer_id is not null and ordered_on <= :as_of
  group by customer_id, ordered_on
),

refunds_without_order as (
  select customer_id, sum(refunded_cents) as refunded_cents
  from return_values
  where order_id is null and customer_id is not null and returned_on <= :as_of
  group by customer_id
),

buyers as (
  select
    customer_id,
    min(ordered_on) filter (where is_purchase_day) as first_on,
    max(ordered_on) filter (where is_purchase_day) as last_on,
    -- Purchases of one day are one purchase; the first day is no repeat.
    count_if(is_purchase_day) - 1 as purchases,
    sum(purchase_cents)
      - min_by(purchase_cents, ordered_on) filter (where is_purchase_day) as repeat_cents
  from customer_days
  group by customer_id
  having count_if(is_purchase_day) > 0
),

histories as (
  select
    c.segment,
    b.purchases,
    datediff(b.last_on, b.first_on) as last_day,
    datediff(:as_of, b.first_on) as observed_days,
    -- The mean of the repeat days, all returns taken off, to the nearest cent.
    (2 * (b.repeat_cents - coalesce(r.refunded_cents, 0)) + b.purchases)
      div nullif(2 * b.purchases, 0) as mean_spend_cents
  from buyers as b
    join customer_origins as c on c.customer_id = b.customer_id
    left join refunds_without_order as r on r.customer_id = b.customer_id
),

-- Four digits of an amount are enough, so that there are few distinct ones.
spends as (
  select
    segment,
    purchases,
    case
      when mean_spend_cents < 10000 then mean_spend_cents
      when mean_spend_cents < 100000 then (mean_spend_cents + 5) div 10 * 10
      when mean_spend_cents < 1000000 then (mean_spend_cents + 50) div 100 * 100
      else (mean_spend_cents + 500) div 1000 * 1000
    end as mean_spend_cents
  from histories
  where mean_spend_cents > 0
)

select
  segment,
  purchases,
  last_day,
  observed_days,
  cast(null as bigint) as mean_spend_cents,
  count(*) as customers_count,
  0L as repeaters_count
from histories
group by segment, purchases, last_day, observed_days
union all
select segment, purchases, null, null, mean_spend_cents, 0L, count(*)
from spends
group by segment, purchases, mean_spend_cents
