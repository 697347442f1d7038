with buyers as (
  select
    customer_id, orders_count, net_revenue_cents, datediff(:as_of, last_ordered_on) as recency_days
  from customer_lifetime
  where first_ordered_on is not null
),

-- Equal values have one score: that of the fifth in which the lowest of their customers is; of those
-- who bought on one day that of the highest, so that nobody is late who bought with the last.
level_scores as (
  select
    measure, level,
    int(
      1 + 5 * (
        sum(count(*)) over (partition by measure order by level)
          - if(measure = 'recency', 1, count(*))
      ) div sum(count(*)) over (partition by measure)
    ) as score
  from buyers
  lateral view stack(
    3, 'recency', -cast(recency_days as bigint), 'frequency', orders_count,
    'monetary', net_revenue_cents
  ) measures as measure, level
  group by measure, level
),

scored_buyers as (
  select
    b.*, r.score as recency_score, f.score as frequency_score, m.score as monetary_score,
    int((f.score + m.score + 1) div 2) as value_score
  from buyers as b
    join level_scores as r on r.measure = 'recency' and r.level = -b.recency_days
    join level_scores as f on f.measure = 'frequency' and f.level = b.orders_count
    join level_scores as m on m.measure = 'monetary' and m.level = b.net_revenue_cents
),

-- An open case is judged once it has been open for too long, any other by how it ended.
judged_cases as (
  select
    customer_id, count(*) as judged_count,
    count_if(resolved_at is not null and reopened_count = 0) as good_count
  from case_times
  where cast(opened_at as date) > date_sub(:as_of, :health_days)
    and (
      resolved_at is not null or reopened_count > 0
      or cast(opened_at as date) < date_sub(:as_of, :health_open_case_days)
    )
  group by customer_id
),

-- 0 is the worst of each scale and 1 the best; the least effort is the best.
latest_answers as (
  select
    coalesce(i.surviving_customer_id, r.customer_id) as customer_id,
    max_by(
      case r.kind
        when 'nps' then r.score / r.scale
        when 'csat' then (r.score - 1) / (r.scale - 1)
        when 'ces' then (r.scale - r.score) / (r.scale - 1)
      end,
      struct(r.answered_at, r.response_id)
    ) as answer
  from survey_responses as r
    left join customer_identities as i on i.customer_id = r.customer_id
  where cast(r.answered_at as date) > date_sub(:as_of, :health_days)
    and cast(r.answered_at as date) <= :as_of
  group by coalesce(i.surviving_customer_id, r.customer_id)
)

select
  o.customer_id, o.country, o.segment, o.acquisition_channel, b.recency_days, b.orders_count,
  cast(b.net_revenue_cents * 0.01 as decimal(18, 2)) as net_revenue_amount,
  b.recency_score, b.frequency_score, b.monetary_score,
  concat(b.recency_score, b.frequency_score, b.monetary_score) as rfm_score, b.value_score,
  case
    when b.recency_score = 5 and b.value_score = 1 then 'new customers'
    when b.recency_score = 4 and b.value_score = 1 then 'promising'
    when b.recency_score >= 4 and b.value_score <= 3 then 'potential loyalists'
    when b.recency_score = 5 then 'champions'
    when b.recency_score >= 3 and b.value_score >= 4 then 'loyal customers'
    when b.recency_score = 3 and b.value_score = 3 then 'needs attention'
    when b.recency_score = 3 then 'about to sleep'
    when b.value_score = 5 then 'cannot lose them'
    when b.value_score >= 3 then 'at risk'
    when b.value_score >= 1 then 'hibernating'
  end as rfm_segment,
  if(b.recency_days > :churn_after_days, 0, 100 - 100 * b.recency_days / :churn_after_days)
    as use_score,
  coalesce(c.judged_count, 0) as judged_cases_count, coalesce(c.good_count, 0) as good_cases_count,
  100 * c.good_count / c.judged_count as service_score, 100 * a.answer as survey_score,
  int(use_score is not null) + int(service_score is not null) + int(survey_score is not null)
    as health_parts_count,
  (coalesce(use_score, 0) + coalesce(service_score, 0) + coalesce(survey_score, 0))
    / nullif(health_parts_count, 0) as health_score,
  nullif(concat_ws(
    ', ', if(use_score is null, 'no purchase', null),
    if(service_score is null, 'no judged case', null), if(survey_score is null, 'no answer', null)
  ), '') as health_missing
from customer_origins as o
  left join scored_buyers as b on b.customer_id = o.customer_id
  left join judged_cases as c on c.customer_id = o.customer_id
  left join latest_answers as a on a.customer_id = o.customer_id
