-- Period by period, on its last day that has passed.
with base as (
  select
    customer_base.*,
    least(periods.period_end_on - 1, getvariable('as_of')) as last_day_on,
    periods.period_end_on
  from customer_base
    join periods using (period_kind, period_start_on)
  where dimension = 'all'
),

loyal as (
  select distinct period_kind, period_start_on, customer_id
  from base
    join customer_spells on started_on <= last_day_on and lost_on > last_day_on
  where months_after(started_on, getvariable('loyal_after_months')) < last_day_on
),

loyal_money as (
  select
    base.period_kind,
    base.period_start_on,
    count(distinct loyal.customer_id) as loyal_count,
    coalesce(sum(net_revenue_cents), 0) as revenue_cents
  from base
    left join loyal using (period_kind, period_start_on)
    left join customer_months
      on customer_months.customer_id = loyal.customer_id
      and month_start_on >= base.period_start_on
      and month_start_on < base.period_end_on
  group by all
),

kept_costs as (
  select period_kind, period_start_on, cost_cents
  from cost_periods
  where kind = 'retention'
)

select
  base.period_kind,
  base.period_start_on,
  base.is_complete,
  amount_of(cost_cents) as retention_cost_amount,
  opening_customers,
  kept_customers as retained_customers,
  amount_each(cost_cents, kept_customers) as cost_per_retained_customer_amount,
  kept_customers >= getvariable('minimum_sample') as has_minimum_sample,
  loyal_count as loyal_customers,
  amount_of(revenue_cents) as loyal_revenue_amount,
  amount_each(revenue_cents, loyal_count) as revenue_per_loyal_customer_amount,
  loyal_count >= getvariable('minimum_sample') as has_minimum_loyal_sample,
  case
    when cost_cents > 0 and loyal_count > 0
      then (revenue_cents / loyal_count) / nullif(cost_cents / nullif(kept_customers, 0), 0)
  end as revenue_for_cost,
  case
    when revenue_per_loyal_customer_amount is null or cost_per_retained_customer_amount is null
      or not base.is_complete
      then 'not known'
    when revenue_cents * kept_customers > cost_cents * loyal_count then 'worth it'
    else 'not worth it'
  end as verdict,
  base.loyal_customers as customer_base_loyal_customers
from base
  join loyal_money using (period_kind, period_start_on)
  left join kept_costs using (period_kind, period_start_on)
