with purchase_days as (
  select customer_id, ordered_on, date_sub(:as_of, :clv_holdout_days) as calibrated_on
  from order_values
  where is_purchase and customer_id is not null and ordered_on <= :as_of
  group by customer_id, ordered_on
),

-- Who first bought within the holdout period is nobody whom a model could have known.
known_customers as (
  select
    customer_id,
    calibrated_on,
    min(ordered_on) as first_on,
    max(ordered_on) filter (where ordered_on <= calibrated_on) as last_on,
    count_if(ordered_on <= calibrated_on) - 1 as purchases,
    count_if(ordered_on > calibrated_on) as later_purchases
  from purchase_days
  group by customer_id, calibrated_on
  having min(ordered_on) <= calibrated_on
)

select
  c.segment,
  k.purchases,
  datediff(k.last_on, k.first_on) as last_day,
  datediff(k.calibrated_on, k.first_on) as observed_days,
  k.later_purchases,
  k.calibrated_on,
  cast(:clv_holdout_days as int) as holdout_days,
  count(*) as customers_count
from known_customers as k
  join customer_origins as c on c.customer_id = k.customer_id
group by all
