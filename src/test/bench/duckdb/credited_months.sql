with sliced_revenue as (
  select
    month_of(ordered_on) as month_start_on,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    sum(net_revenue_cents) as revenue_cents
  from (
    select
      ordered_on,
      net_revenue_cents,
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from order_values
      left join customer_origins using (customer_id)
  ) as orders
  group by month_start_on, grouping sets ((), (country), (segment), (acquisition_channel))
),

sliced_credit as (
  select
    month_of(ordered_on) as month_start_on,
    model,
    campaign_id,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    sum(credited_cents) as credited_cents
  from (
    select
      ordered_on,
      model,
      touch_credits.campaign_id,
      credited_cents,
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from touch_credits
      left join customer_origins using (customer_id)
    where touch_credits.campaign_id <> 'unattributed'
  ) as credits
  group by
    month_start_on, model, campaign_id,
    grouping sets ((), (country), (segment), (acquisition_channel))
)

select *, 0 as revenue_cents
from sliced_credit
union all by name
select
  revenue.month_start_on,
  models.model,
  'unattributed' as campaign_id,
  revenue.dimension,
  revenue.dimension_value,
  revenue.revenue_cents - coalesce(credited.credited_cents, 0) as credited_cents,
  revenue.revenue_cents
from sliced_revenue as revenue
  cross join attribution_models as models
  left join (
    select month_start_on, model, dimension, dimension_value, sum(credited_cents) as credited_cents
    from sliced_credit
    group by all
  ) as credited
    on credited.month_start_on = revenue.month_start_on
    and credited.model = models.model
    and credited.dimension = revenue.dimension
    and credited.dimension_value = revenue.dimension_value
