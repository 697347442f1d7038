with known_months as (
  select
    m.month_start_on,
    coalesce(c.country, 'unknown') as country,
    coalesce(c.segment, 'unknown') as segment,
    coalesce(c.acquisition_channel, 'unknown') as acquisition_channel,
    m.purchase_days_count,
    lag(m.last_ordered_on) ignore nulls over customer_history as bought_before_on,
    lead(m.first_ordered_on) ignore nulls over customer_history as buys_next_on,
    min(m.first_ordered_on) over (partition by m.customer_id) as first_bought_on,
    m.orders_count, m.gross_revenue_cents, m.net_revenue_cents, m.costed_revenue_cents,
    m.margin_cents,
    m.refunded_cents, m.unlinked_refunded_cents
  from customer_months as m
    left join customer_origins as c on c.customer_id = m.customer_id
  window customer_history as (partition by m.customer_id order by m.month_start_on)
),

unknown_sales as (
  select
    ordered_on as happened_on,
    cast(is_purchase as bigint) as orders_count,
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
    returned_on as happened_on,
    0 as orders_count,
    0 as gross_revenue_cents,
    case when order_id is null then -refunded_cents else 0 end as net_revenue_cents,
    case when order_id is null and cost_cents is not null then -refunded_cents else 0 end
      as costed_revenue_cents,
    case when order_id is null then coalesce(cost_cents - refunded_cents, 0) else 0 end
      as margin_cents,
    refunded_cents,
    case when order_id is null then refunded_cents else 0 end as unlinked_refunded_cents
  from return_values
  where customer_id is null
),

month_sales as (
  select
    month_start_on, country, segment, acquisition_channel,
    purchase_days_count, bought_before_on, buys_next_on, first_bought_on,
    orders_count, gross_revenue_cents, net_revenue_cents, costed_revenue_cents, margin_cents,
    refunded_cents, unlinked_refunded_cents
  from known_months
  union all
  select
    trunc(happened_on, 'month') as month_start_on,
    'unknown' as country, 'unknown' as segment, 'unknown' as acquisition_channel,
    0 as purchase_days_count,
    cast(null as date) as bought_before_on,
    cast(null as date) as buys_next_on,
    cast(null as date) as first_bought_on,
    sum(orders_count) as orders_count,
    sum(gross_revenue_cents) as gross_revenue_cents,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(costed_revenue_cents) as costed_revenue_cents,
    sum(margin_cents) as margin_cents,
    sum(refunded_cents) as refunded_cents,
    sum(unlinked_refunded_cents) as unlinked_refunded_cents
  from unknown_sales
  group by trunc(happened_on, 'month')
),

-- A customer counts in the first month of the period with a purchase, and in no later one, so that
-- twelve months count her once.
period_buyers as (
  select
    p.period_kind,
    p.period_start_on,
    s.country, s.segment, s.acquisition_channel,
    s.purchase_days_count > 0
      and coalesce(s.bought_before_on < p.period_start_on, true) as is_buyer,
    -- Two orders on one day are one visit.
    s.purchase_days_count > 1 or coalesce(s.buys_next_on < p.period_end_on, false) as buys_again,
    coalesce(s.first_bought_on < p.period_start_on, false) as bought_before,
    -- Who only brings something back in the period is none of its buyers, whenever she bought.
    s.purchase_days_count > 0
      or coalesce(s.bought_before_on >= p.period_start_on, false)
      or coalesce(s.buys_next_on < p.period_end_on, false) as buys_in_period,
    s.orders_count, s.gross_revenue_cents, s.net_revenue_cents, s.costed_revenue_cents,
    s.margin_cents,
    s.refunded_cents, s.unlinked_refunded_cents
  from month_sales as s
    join period_months as p on p.month_start_on = s.month_start_on
)

select
  period_kind,
  period_start_on,
  country,
  segment,
  acquisition_channel,
  count_if(is_buyer) as buying_customers,
  count_if(is_buyer and buys_again) as repeat_customers,
  count_if(is_buyer and bought_before) as returning_customers,
  sum(orders_count) as orders_count,
  sum(gross_revenue_cents) as gross_revenue_cents,
  sum(net_revenue_cents) as net_revenue_cents,
  sum(if(buys_in_period, net_revenue_cents, 0)) as buyers_revenue_cents,
  sum(if(buys_in_period and bought_before, net_revenue_cents, 0)) as returning_revenue_cents,
  sum(costed_revenue_cents) as costed_revenue_cents,
  sum(margin_cents) as margin_cents,
  sum(refunded_cents) as refunded_cents,
  sum(unlinked_refunded_cents) as unlinked_refunded_cents,
  count(*) as entries_count
from period_buyers
group by period_kind, period_start_on, country, segment, acquisition_channel
