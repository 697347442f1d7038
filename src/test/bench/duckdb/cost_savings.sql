-- A row a month on its side of the going live, counted off from it.
with live as (
  select
    cast(getvariable('crm_live_on') as date) as crm_live_on,
    month_of(crm_live_on) as before_until_on,
    case when day(crm_live_on) = 1 then crm_live_on else months_after(month_of(crm_live_on), 1) end
      as after_from_on
),

-- The later of the kinds that are looked at together says from when on there is something to see.
lengths as (
  select
    live.*,
    kinds.cost_kind,
    kinds.kinds,
    kinds.reached_on,
    least(
      getvariable('cost_review_months'),
      date_diff('month', first_month_on, before_until_on),
      date_diff('month', after_from_on, month_of(getvariable('as_of') + 1))
    ) as span_months
  from live
    cross join (
      select coalesce(kind, 'all') as cost_kind, count(*) as kinds,
        max(first_month_on) as first_month_on, min(last_on) as reached_on
      from (
          select kind, month_of(min(incurred_on)) as first_month_on, max(incurred_on) as last_on
          from cost_values
          where kind in ('marketing', 'operations')
          group by kind
        ) as firsts
      group by grouping sets ((kind), ())
      having count(*) = if(cost_kind = 'all', 2, 1)
    ) as kinds
),

spans as (
  select
    *,
    months_after(before_until_on, -span_months) as before_from_on,
    months_after(after_from_on, span_months) as after_until_on
  from lengths
  where span_months > 0
),

costs as (
  select
    spans.*,
    sum(cost_cents) filter (where incurred_on < before_until_on and incurred_on >= before_from_on)
      as before_sum,
    count(distinct kind) filter (
      where incurred_on < before_until_on and incurred_on >= before_from_on
    ) as before_kinds,
    sum(cost_cents) filter (where incurred_on >= after_from_on and incurred_on < after_until_on)
      as after_sum,
    count(distinct kind) filter (
      where incurred_on >= after_from_on and incurred_on < after_until_on
    ) as after_kinds
  from spans
    join cost_values on cost_kind in (kind, 'all') and kind in ('marketing', 'operations')
  group by all
),

known as (
  select
    *,
    if(before_kinds = kinds, before_sum, null) as before_cents,
    if(after_kinds = kinds and reached_on >= months_after(after_until_on, -1), after_sum, null)
      as after_cents
  from costs
),

sales as (
  select
    cost_kind,
    count_if(ordered_on >= before_from_on and ordered_on < before_until_on) as before_orders,
    count_if(ordered_on >= after_from_on and ordered_on < after_until_on) as after_orders,
    count(distinct customer_id)
      filter (where ordered_on >= before_from_on and ordered_on < before_until_on)
      as before_customers,
    count(distinct customer_id)
      filter (where ordered_on >= after_from_on and ordered_on < after_until_on)
      as after_customers
  from spans
    left join (select * from order_values where is_purchase) as bought on true
  group by all
)

select
  cost_kind,
  crm_live_on,
  span_months,
  span_months = getvariable('cost_review_months') as is_complete,
  before_from_on as before_starts_on,
  before_until_on - 1 as before_ends_on,
  after_from_on as after_starts_on,
  after_until_on - 1 as after_ends_on,
  amount_of(before_cents) as before_cost_amount,
  amount_of(after_cents) as after_cost_amount,
  amount_of(before_cents - after_cents) as saved_amount,
  case when before_cents > 0 then (before_cents - after_cents) / before_cents end as saved_rate,
  before_orders as before_orders_count,
  after_orders as after_orders_count,
  before_orders >= getvariable('minimum_sample') and after_orders >= getvariable('minimum_sample')
    as has_minimum_sample,
  amount_each(before_cents, before_orders) as before_cost_per_order_amount,
  amount_each(after_cents, after_orders) as after_cost_per_order_amount,
  case
    when before_cents > 0 and before_orders > 0
      then 1 - (after_cents / nullif(after_orders, 0)) / (before_cents / before_orders)
  end as saved_per_order_rate,
  before_customers,
  after_customers,
  amount_each(before_cents, before_customers) as before_cost_per_customer_amount,
  amount_each(after_cents, after_customers) as after_cost_per_customer_amount,
  case
    when before_cents > 0 and before_customers > 0
      then 1 - (after_cents / nullif(after_customers, 0)) / (before_cents / before_customers)
  end as saved_per_customer_rate
from known
  join sales using (cost_kind)
