with sliced_deals as (
  unpivot (
    select
      created_on,
      closed_on,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
)

select
  dimension,
  dimension_value,
  least(min(created_on), min(closed_on)) as first_on,
  count(*) as deals_count
from sliced_deals
group by all
