-- Everybody with a purchase, beside how many have a lower value of each measure.
with buyers as (
  select
    customer_id,
    getvariable('as_of') - last_ordered_on as recency_days,
    orders_count,
    net_revenue_cents,
    count(*) over (order by last_ordered_on) - 1 as later_than,
    rank() over (order by orders_count) - 1 as oftener_than,
    rank() over (order by net_revenue_cents) - 1 as richer_than,
    count(*) over () as everybody
  from customer_lifetime
  where first_ordered_on is not null
),

-- The fifth that the first of equals falls into; of those who bought on one day the last of them.
scored as (
  select
    *,
    1 + (5 * later_than) // everybody as recency_score,
    1 + (5 * oftener_than) // everybody as frequency_score,
    1 + (5 * richer_than) // everybody as monetary_score,
    cast(ceil((frequency_score + monetary_score) / 2) as integer) as value_score
  from buyers
),

-- The grid of names: a row a recency, a column a value.
names as (
  from (values
    (5, ['new customers', 'potential loyalists', 'potential loyalists', 'champions', 'champions']),
    (4, ['promising', 'potential loyalists', 'potential loyalists', 'loyal customers',
      'loyal customers']),
    (3, ['about to sleep', 'about to sleep', 'needs attention', 'loyal customers',
      'loyal customers']),
    (2, ['hibernating', 'hibernating', 'at risk', 'at risk', 'cannot lose them']),
    (1, ['hibernating', 'hibernating', 'at risk', 'at risk', 'cannot lose them'])
  ) as grid(recency, by_value)
),

-- Good, bad, or not to be judged yet.
judged as (
  select
    customer_id,
    case
      when reopened_count > 0 then 0
      when resolved_at is not null then 1
      when cast(opened_at as date) + getvariable('health_open_case_days') < getvariable('as_of')
        then 0
    end as good
  from case_times
  where getvariable('as_of') - cast(opened_at as date) < getvariable('health_days')
),

service as (
  select customer_id, count(good) as judged_cases, sum(good) as good_cases
  from judged
  group by customer_id
),

answers as (
  select
    coalesce(surviving_customer_id, responses.customer_id) as customer_id,
    response_id,
    answered_at,
    if(kind = 'nps', 0, 1) as lowest,
    if(kind = 'ces', scale - score, score - lowest) / (scale - lowest) as share
  from survey_responses as responses
    left join customer_identities using (customer_id)
  where responses.customer_id is not null
    and cast(answered_at as date)
      between getvariable('as_of') - (getvariable('health_days') - 1) and getvariable('as_of')
),

latest as (
  from answers
  qualify row_number() over (
    partition by customer_id order by answered_at desc, response_id desc
  ) = 1
)

select
  origins.customer_id,
  country,
  segment,
  acquisition_channel,
  recency_days,
  orders_count,
  amount_of(net_revenue_cents) as net_revenue_amount,
  recency_score,
  frequency_score,
  monetary_score,
  cast(100 * recency_score + 10 * frequency_score + monetary_score as varchar) as rfm_score,
  value_score,
  by_value[value_score] as rfm_segment,
  getvariable('churn_after_days') - recency_days as days_left,
  if(days_left < 0, 0, 100 * days_left / getvariable('churn_after_days')) as use_score,
  coalesce(judged_cases, 0) as judged_cases_count,
  coalesce(good_cases, 0) as good_cases_count,
  100 * good_cases / nullif(judged_cases, 0) as service_score,
  100 * share as survey_score,
  list_filter([use_score, service_score, survey_score], lambda part: part is not null) as parts,
  len(parts) as health_parts_count,
  list_avg(parts) as health_score,
  nullif(list_aggregate(list_filter([
    case when recency_days is null then 'no purchase' end,
    case when service_score is null then 'no judged case' end,
    case when share is null then 'no answer' end
  ], lambda reason: reason is not null), 'string_agg', ', '), '') as health_missing
from customer_origins as origins
  left join scored using (customer_id)
  left join names on recency = recency_score
  left join service using (customer_id)
  left join latest using (customer_id)
