-- A touch leads to an order when it came before it, at most the look-back earlier in whole days.
with order_touches as (
  select
    order_values.customer_id,
    order_values.order_id,
    order_values.ordered_on,
    order_values.net_revenue_cents,
    attribution_models.model,
    coalesce(customer_touches.campaign_id, 'unattributed') as campaign_id,
    row_number() over path_so_far as place,
    count(*) over path as touches_count
  from order_values
  join customer_touches
    on customer_touches.customer_id = order_values.customer_id
    and customer_touches.touched_at <= order_values.ordered_at
  join attribution_models
    on datediff(order_values.ordered_on, customer_touches.touched_on)
      <= attribution_models.lookback_days
  where order_values.net_revenue_cents <> 0
  window
    path as (partition by order_values.customer_id, order_id, model),
    path_so_far as (
      partition by order_values.customer_id, order_id, model order by touched_at, touch_id
    )
),

-- Weights in whole thousandths. U: one touch takes all, two share as first to last does.
weighted_touches as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_id, place,
    cast(round(1000 * case model
      when 'first_touch' then if(place = 1, 1, 0)
      when 'last_touch' then if(place = touches_count, 1, 0)
      when 'linear' then 1
      when 'u_shaped' then case place
        when 1 then :attribution_first_share * greatest(touches_count - 2, 1)
        when touches_count then :attribution_last_share * greatest(touches_count - 2, 1)
        else 1 - :attribution_first_share - :attribution_last_share
      end
    end) as bigint) as weight
  from order_touches
),

split_touches as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_id, place,
    abs(net_revenue_cents) * weight div sum(weight) over path as whole_cents,
    abs(net_revenue_cents) * weight % sum(weight) over path as remainder
  from weighted_touches
  where weight > 0
  window path as (partition by customer_id, order_id, model)
),

-- Largest remainder: the cents left over go to the largest fractions, the earlier touch first.
credited_touches as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_id,
    if(net_revenue_cents < 0, -1, 1) * (whole_cents + if(
      row_number() over by_remainder <= abs(net_revenue_cents) - sum(whole_cents) over path, 1, 0
    )) as credited_cents
  from split_touches
  window
    path as (partition by customer_id, order_id, model),
    by_remainder as (
      partition by customer_id, order_id, model order by remainder desc, place
    )
)

select
  order_id,
  model,
  campaign_id,
  customer_id,
  ordered_on,
  cast(sum(credited_cents) as bigint) as credited_cents,
  net_revenue_cents as order_revenue_cents,
  cast(sum(sum(credited_cents)) over (partition by customer_id, order_id, model) as bigint)
    as order_credited_cents
from credited_touches
group by order_id, model, campaign_id, customer_id, ordered_on, net_revenue_cents
