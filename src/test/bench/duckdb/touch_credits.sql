with paths as (
  select
    orders.order_id,
    orders.customer_id,
    orders.ordered_on,
    orders.net_revenue_cents,
    models.model,
    touches.touch_id,
    coalesce(touches.campaign_id, 'unattributed') as campaign_id,
    row_number() over path as place,
    count(*) over whole_path as touches_count
  from order_values as orders
    join customer_touches as touches
      on touches.customer_id = orders.customer_id
      and (
        touches.touched_at <= orders.ordered_at
        or (
          orders.ordered_at = date_trunc('day', orders.ordered_at)
          and cast(touches.touched_at as date) = orders.ordered_on
        )
      )
    join attribution_models as models
      on touches.touched_on >= orders.ordered_on - models.lookback_days
  where orders.net_revenue_cents <> 0
  window
    whole_path as (partition by orders.order_id, models.model),
    path as (
      partition by orders.order_id, models.model order by touches.touched_at, touches.touch_id
    )
),

-- Weights are whole numbers, so shares of cents are exact.
weights as (
  select
    *,
    case
      when model = 'first_touch' then if(place = 1, 1, 0)
      when model = 'last_touch' then if(place = touches_count, 1, 0)
      when model = 'linear' or touches_count = 1 then 1
      when place = 1
        then cast(round(1000 * getvariable('attribution_first_share')) as bigint)
          * greatest(touches_count - 2, 1)
      when place = touches_count
        then cast(round(1000 * getvariable('attribution_last_share')) as bigint)
          * greatest(touches_count - 2, 1)
      else 1000
        - cast(round(1000 * getvariable('attribution_first_share')) as bigint)
        - cast(round(1000 * getvariable('attribution_last_share')) as bigint)
    end as weight
  from paths
),

-- The cents of the order times the weight, divided by all weights: whole cents and a remainder.
shares as (
  select
    *,
    cast(sum(weight) over whole_path as bigint) as all_weights,
    abs(net_revenue_cents) * weight // all_weights as whole_cents,
    abs(net_revenue_cents) * weight % all_weights as remainder
  from weights
  where weight > 0
  window whole_path as (partition by order_id, model)
),

credits as (
  select
    *,
    row_number() over (partition by order_id, model order by remainder desc, place)
      <= abs(net_revenue_cents) - sum(whole_cents) over (partition by order_id, model)
      as gets_a_cent_more,
    sign(net_revenue_cents) * (whole_cents + if(gets_a_cent_more, 1, 0)) as credited_cents
  from shares
)

select
  order_id,
  model,
  campaign_id,
  customer_id,
  ordered_on,
  sum(credited_cents) as credited_cents,
  net_revenue_cents as order_revenue_cents,
  sum(sum(credited_cents)) over (partition by order_id, model) as order_credited_cents
from credits
where credited_cents <> 0
group by order_id, model, campaign_id, customer_id, ordered_on, net_revenue_cents
