select
  dimension,
  dimension_value,
  min(least(created_on, closed_on)) as first_on,
  count(*) as deals_count
from deals
lateral view stack(
  8,
  'all', 'all',
  'country', country,
  'segment', segment,
  'owner', coalesce(owner_user_id, 'unknown'),
  'team', team,
  'product_category', product_category,
  'acquisition_channel', acquisition_channel,
  'pipeline', pipeline
) slices as dimension, dimension_value
group by dimension, dimension_value
