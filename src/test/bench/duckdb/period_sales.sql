-- What each customer did in each period, so that a buyer counts once however many months it has.
with customer_periods as (
  select
    period_kind,
    period_start_on,
    customer_id,
    sum(orders_count) as orders_count,
    sum(purchase_days_count) as purchase_days_count,
    sum(gross_revenue_cents) as gross_revenue_cents,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(costed_revenue_cents) as costed_revenue_cents,
    sum(margin_cents) as margin_cents,
    sum(refunded_cents) as refunded_cents,
    sum(unlinked_refunded_cents) as unlinked_refunded_cents
  from customer_months
    join period_months using (month_start_on)
  group by all
),

unknown_sales as (
  select
    month_of(ordered_on) as month_start_on,
    is_purchase::int as orders_count,
    gross_revenue_cents,
    net_revenue_cents,
    costed_revenue_cents,
    margin_cents,
    0 as refunded_cents,
    0 as unlinked_refunded_cents
  from order_values
  where customer_id is null
  union all
  select
    month_of(returned_on),
    0,
    0,
    if(order_id is null, -refunded_cents, 0),
    case when order_id is not null or cost_cents is null then 0 else -refunded_cents end,
    case when order_id is not null or cost_cents is null then 0 else cost_cents - refunded_cents end,
    refunded_cents,
    if(order_id is null, refunded_cents, 0)
  from return_values
  where customer_id is null
),

firsts as (
  select customer_id, min(ordered_on) as first_on
  from order_values
  where is_purchase and customer_id is not null
  group by all
),

sales as (
  select
    period_kind,
    period_start_on,
    coalesce(country, 'unknown') as country,
    coalesce(segment, 'unknown') as segment,
    coalesce(acquisition_channel, 'unknown') as acquisition_channel,
    orders_count > 0 as is_buyer,
    purchase_days_count > 1 as is_repeat_buyer,
    coalesce(first_on < period_start_on, false) as has_bought_before,
    orders_count,
    gross_revenue_cents,
    net_revenue_cents,
    costed_revenue_cents,
    margin_cents,
    refunded_cents,
    unlinked_refunded_cents
  from customer_periods
    left join customer_origins using (customer_id)
    left join firsts using (customer_id)
  union all
  select
    period_kind,
    period_start_on,
    'unknown',
    'unknown',
    'unknown',
    false,
    false,
    false,
    orders_count,
    gross_revenue_cents,
    net_revenue_cents,
    costed_revenue_cents,
    margin_cents,
    refunded_cents,
    unlinked_refunded_cents
  from unknown_sales
    join period_months using (month_start_on)
)

select
  period_kind,
  period_start_on,
  country,
  segment,
  acquisition_channel,
  count_if(is_buyer) as buying_customers,
  count_if(is_repeat_buyer) as repeat_customers,
  count_if(is_buyer and has_bought_before) as returning_customers,
  coalesce(sum(net_revenue_cents) filter (where is_buyer), 0) as buyers_revenue_cents,
  coalesce(sum(net_revenue_cents) filter (where is_buyer and has_bought_before), 0)
    as returning_revenue_cents,
  sum(orders_count) as orders_count,
  sum(gross_revenue_cents) as gross_revenue_cents,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(costed_revenue_cents) as costed_revenue_cents,
  sum(margin_cents) as margin_cents,
  sum(refunded_cents) as refunded_cents,
  sum(unlinked_refunded_cents) as unlinked_refunded_cents
from sales
group by all
