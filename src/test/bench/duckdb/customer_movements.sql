with sliced_spells as (
  select
    spells.*,
    cohorts.country,
    cohorts.segment,
    cohorts.acquisition_channel,
    -- Loyal is who is still a customer, without a break, on the day after the anniversary.
    months_after(started_on, getvariable('loyal_after_months')) + 1 as loyal_on,
    months_after(started_on, getvariable('long_loyal_after_months')) + 1 as long_loyal_on
  from customer_spells as spells
    join customer_origins as cohorts on cohorts.customer_id = spells.customer_id
),

events as (
  select *, started_on as happened_on, 'started' as event from sliced_spells
  union all
  select *, lost_on, 'lost' from sliced_spells
  union all
  select *, loyal_on, 'loyal' from sliced_spells where loyal_on < lost_on
  union all
  select *, long_loyal_on, 'long loyal' from sliced_spells where long_loyal_on < lost_on
)

select
  month_of(happened_on) as month_start_on,
  month_of(started_on) as started_month_on,
  country,
  segment,
  acquisition_channel,
  count_if(event = 'started' and started_on = first_ordered_on) as new_customers,
  count_if(event = 'started' and started_on > first_ordered_on) as reactivated_customers,
  count_if(event = 'lost') as lost_customers,
  count_if(event = 'loyal') - count_if(event = 'lost' and loyal_on < lost_on) as loyal_change,
  count_if(event = 'long loyal') - count_if(event = 'lost' and long_loyal_on < lost_on)
    as long_loyal_change
from events
where happened_on <= getvariable('as_of')
group by all
