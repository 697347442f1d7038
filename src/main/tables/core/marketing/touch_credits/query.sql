with order_paths as (
  select
    order_values.customer_id,
    order_values.order_id,
    order_values.ordered_on,
    order_values.net_revenue_cents,
    -- Of two touches at the same moment the smaller id is taken first, so a rerun agrees.
    array_sort(collect_list(struct(
      touched_at, touch_id, touched_on, coalesce(campaign_id, 'unattributed') as campaign_id
    ))) as touches
  from order_values
  join customer_touches
    on customer_touches.customer_id = order_values.customer_id
    and customer_touches.touched_at <= order_values.ordered_at
    and customer_touches.touched_on
      >= date_sub(order_values.ordered_on, (select max(lookback_days) from attribution_models))
  where order_values.net_revenue_cents <> 0
  group by all
),

-- What each model sees of a path: the day of the look-back itself still counts.
model_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model,
    filter(touches, touch -> datediff(ordered_on, touch.touched_on) <= lookback_days) as path
  from order_paths
  cross join attribution_models
),

-- Weights in whole thousandths. One touch takes all; in the U, two share as first to last does.
weighted_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, path.campaign_id as campaign_ids,
    if(size(path) = 1, array(1L), transform(path, (touch, i) -> cast(round(1000 * case model
      when 'first_touch' then if(i = 0, 1, 0)
      when 'last_touch' then if(i = size(path) - 1, 1, 0)
      when 'linear' then 1
      when 'u_shaped' then case i
        when 0 then :attribution_first_share * greatest(size(path) - 2, 1)
        when size(path) - 1 then :attribution_last_share * greatest(size(path) - 2, 1)
        else 1 - :attribution_first_share - :attribution_last_share
      end
    end) as bigint))) as weights
  from model_paths
  where size(path) > 0
),

split_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids, weights,
    aggregate(weights, 0L, (total, weight) -> total + weight) as total_weight,
    transform(weights, weight -> abs(net_revenue_cents) * weight div total_weight) as whole_cents,
    cast(
      abs(net_revenue_cents) - aggregate(whole_cents, 0L, (total, cents) -> total + cents) as int
    ) as cents_left
  from weighted_paths
),

-- Largest remainder: the cents left go to the largest fractions, of equal ones to the earlier.
credited_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids,
    if(cents_left = 0, array(), slice(
      array_sort(transform(weights, (weight, i) ->
        struct(-(abs(net_revenue_cents) * weight % total_weight) as remainder, i as place)
      )).place, 1, cents_left
    )) as places_served,
    transform(whole_cents, (cents, i) ->
      if(net_revenue_cents < 0, -1, 1) * (cents + if(array_contains(places_served, i), 1, 0))
    ) as credits
  from split_paths
)

select
  order_id,
  model,
  credit.campaign_id,
  customer_id,
  ordered_on,
  sum(credit.cents) as credited_cents,
  net_revenue_cents as order_revenue_cents,
  aggregate(credits, 0L, (total, cents) -> total + cents) as order_credited_cents
from credited_paths
lateral view inline(arrays_zip(campaign_ids, credits)) credit as campaign_id, cents
where credit.cents <> 0
group by all
