with base_periods as (
  select
    b.period_kind,
    b.period_start_on,
    b.is_complete,
    b.opening_customers,
    b.kept_customers as retained_customers,
    b.loyal_customers as customer_base_loyal_customers,
    least(date_sub(max(m.period_end_on), 1), :as_of) as last_day_on
  from customer_base as b
    join period_months as m
      on m.period_kind = b.period_kind and m.period_start_on = b.period_start_on
  where b.dimension = 'all'
  group by all
),

-- Loyal is who on the last day has been a customer without a break for longer than so many months.
loyal_in_periods as (
  select p.period_kind, p.period_start_on, s.customer_id
  from base_periods as p
    join customer_spells as s
      on add_months(s.started_on, :loyal_after_months) < p.last_day_on
      and s.lost_on > p.last_day_on
),

customer_periods as (
  select
    m.period_kind,
    m.period_start_on,
    c.customer_id,
    sum(c.net_revenue_cents) as revenue_cents
  from customer_months as c
    join period_months as m on m.month_start_on = c.month_start_on
  group by m.period_kind, m.period_start_on, c.customer_id
),

loyal_periods as (
  select
    period_kind,
    period_start_on,
    count(*) as loyal_customers,
    sum(revenue_cents) as revenue_cents
  from loyal_in_periods
    left join customer_periods using (period_kind, period_start_on, customer_id)
  group by period_kind, period_start_on
),

retention_costs_of_periods as (
  select period_kind, period_start_on, cost_cents
  from cost_periods
  where kind = 'retention'
),

measured_periods as (
  select
    period_kind, period_start_on, p.is_complete, p.opening_customers, p.retained_customers,
    p.customer_base_loyal_customers,
    coalesce(l.loyal_customers, 0) as loyal_customers,
    cast(k.cost_cents * 0.01 as decimal(18, 2)) as retention_cost_amount,
    cast(coalesce(l.revenue_cents, 0) * 0.01 as decimal(18, 2)) as loyal_revenue_amount
  from base_periods as p
    left join loyal_periods as l using (period_kind, period_start_on)
    left join retention_costs_of_periods as k using (period_kind, period_start_on)
)

select
  period_kind,
  period_start_on,
  is_complete,
  retention_cost_amount,
  opening_customers,
  retained_customers,
  cast(retention_cost_amount / nullif(retained_customers, 0) as decimal(18, 2))
    as cost_per_retained_customer_amount,
  retained_customers >= :minimum_sample as has_minimum_sample,
  loyal_customers,
  loyal_revenue_amount,
  cast(loyal_revenue_amount / nullif(loyal_customers, 0) as decimal(18, 2))
    as revenue_per_loyal_customer_amount,
  loyal_customers >= :minimum_sample as has_minimum_loyal_sample,
  cast(loyal_revenue_amount as double) * retained_customers
    / if(
      retention_cost_amount > 0 and retained_customers > 0 and loyal_customers > 0,
      cast(retention_cost_amount as double) * loyal_customers, null
    ) as revenue_for_cost,
  -- A period that goes on has costs before it has the revenue that they are to be weighed against.
  case
    when not is_complete then 'not known'
    when loyal_revenue_amount * retained_customers > retention_cost_amount * loyal_customers
      then 'worth it'
    when revenue_per_loyal_customer_amount is not null
      and cost_per_retained_customer_amount is not null then 'not worth it'
    else 'not known'
  end as verdict,
  customer_base_loyal_customers
from measured_periods
