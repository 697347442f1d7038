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
    -- A day without a time is stored as its beginning: any touch of that day may earn credit.
    and (
      customer_touches.touched_at <= order_values.ordered_at
      or customer_touches.touched_on = order_values.ordered_on
        and order_values.ordered_at = date_trunc('day', order_values.ordered_at)
    )
    and customer_touches.touched_on
      >= date_sub(order_values.ordered_on, (select max(lookback_days) from attribution_models))
  where order_values.net_revenue_cents <> 0
  group by all
),

-- Each model looks back from the order: the day of the look-back itself still counts.
model_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model,
    size(filter(touches.touched_on, day -> day >= date_sub(ordered_on, lookback_days)))
      as touches_seen,
    slice(touches.campaign_id, -touches_seen, touches_seen) as path
  from order_paths
  join attribution_models
    on element_at(touches, -1).touched_on >= date_sub(ordered_on, lookback_days)
),

-- First and last touch credit one campaign; linear and U the whole path.
credited_touches as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model,
    case model
      when 'first_touch' then slice(path, 1, 1)
      when 'last_touch' then slice(path, -1, 1)
      when 'linear' then path
      when 'u_shaped' then path
      else raise_error(concat('touch_credits has no rule for the model ', model))
    end as campaign_ids
  from model_paths
),

-- In the U, first and last touch have their shares, in whole thousandths; the others split the rest.
weighted_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids,
    size(campaign_ids) as touches_count,
    if(
      model = 'u_shaped' and touches_count > 1,
      transform(campaign_ids, (campaign_id, i) -> cast(round(1000 * case i
        when 0 then :attribution_first_share * greatest(touches_count - 2, 1)
        when touches_count - 1 then :attribution_last_share * greatest(touches_count - 2, 1)
        else 1 - :attribution_first_share - :attribution_last_share
      end) as bigint)),
      array_repeat(1L, touches_count)
    ) as weights
  from credited_touches
),

split_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids,
    aggregate(weights, 0L, (total, weight) -> total + weight) as total_weight,
    transform(weights, weight -> abs(net_revenue_cents) * weight div total_weight) as whole_cents,
    cast(
      abs(net_revenue_cents) - aggregate(whole_cents, 0L, (total, cents) -> total + cents) as int
    ) as cents_left,
    -- Larger remainders claim more; of equal remainders the earlier touch does.
    transform(weights, (weight, i) ->
      abs(net_revenue_cents) * weight % total_weight * size(weights) - i
    ) as claims
  from weighted_paths
),

-- Largest remainder: each cent that is left goes to the largest claim not yet served.
served_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids,
    if(cents_left = 0, null, sort_array(claims, false)[cents_left - 1]) as least_claim_served,
    transform(whole_cents, (cents, i) ->
      if(net_revenue_cents < 0, -1, 1) * (cents + if(claims[i] >= least_claim_served, 1, 0))
    ) as credits
  from split_paths
),

credited_paths as (
  select
    customer_id, order_id, ordered_on, net_revenue_cents, model, campaign_ids, credits,
    aggregate(credits, 0L, (total, cents) -> total + cents) as order_credited_cents
  from served_paths
)

select
  order_id,
  model,
  credit.campaign_id,
  customer_id,
  ordered_on,
  sum(credit.cents) as credited_cents,
  net_revenue_cents as order_revenue_cents,
  order_credited_cents
from credited_paths
lateral view inline(arrays_zip(campaign_ids, credits)) credit as campaign_id, cents
where credit.cents <> 0
group by all
