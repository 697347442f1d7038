-- Loyal is who has been a customer without a break for more than so many months: from the day after
-- that anniversary. Who was lost and comes back begins anew.
with dated_spells as (
  select
    c.country,
    c.segment,
    c.acquisition_channel,
    s.started_on,
    s.lost_on,
    s.started_on = s.first_ordered_on as is_first,
    date_add(add_months(s.started_on, :loyal_after_months), 1) as loyal_on,
    date_add(add_months(s.started_on, :long_loyal_after_months), 1) as long_loyal_on
  from customer_spells as s
    join customer_origins as c on c.customer_id = s.customer_id
),

events as (
  select
    country,
    segment,
    acquisition_channel,
    trunc(started_on, 'month') as started_month_on,
    steps.happened_on,
    steps.opened * cast(is_first as int) as new_customers,
    steps.opened * cast(not is_first as int) as reactivated_customers,
    steps.lost_customers,
    steps.loyal_change,
    steps.long_loyal_change
  from dated_spells
    lateral view stack(
      4,
      started_on, 1, 0, 0, 0,
      lost_on, 0, 1, -cast(loyal_on < lost_on as int), -cast(long_loyal_on < lost_on as int),
      case when loyal_on < lost_on then loyal_on end, 0, 0, 1, 0,
      case when long_loyal_on < lost_on then long_loyal_on end, 0, 0, 0, 1
    ) steps as happened_on, opened, lost_customers, loyal_change, long_loyal_change
  where steps.happened_on <= :as_of
)

select
  trunc(happened_on, 'month') as month_start_on,
  started_month_on,
  country,
  segment,
  acquisition_channel,
  sum(new_customers) as new_customers,
  sum(reactivated_customers) as reactivated_customers,
  sum(lost_customers) as lost_customers,
  sum(loyal_change) as loyal_change,
  sum(long_loyal_change) as long_loyal_change,
  count(*) as entries_count
from events
group by trunc(happened_on, 'month'), started_month_on, country, segment, acquisition_channel
