with deals_by_day as (
  select
    dimension,
    dimension_value,
    -- A deal that is closed before its creation took no time; an open one is as old as today.
    greatest(datediff(coalesce(closed_on, :as_of), created_on), 0) as days_open,
    count_if(status = 'won') as won_count,
    count_if(status = 'lost') as lost_count,
    count_if(status = 'open') as open_count
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
  -- Deals decided nobody knows when have no age.
  where created_on is not null and (status = 'open' or closed_on is not null)
  group by all
),

slice_curves as (
  select
    dimension,
    dimension_value,
    -- Every curve begins on day 0, whether or not anything happened on it.
    competing_risk_curve(
      array_append(
        collect_list(
          named_struct('day', days_open, 'won', won_count, 'lost', lost_count, 'open', open_count)
        ),
        named_struct('day', 0, 'won', 0L, 'lost', 0L, 'open', 0L)
      )
    ) as curve
  from deals_by_day
  group by dimension, dimension_value
)

select
  dimension,
  dimension_value,
  day,
  at_risk as at_risk_count,
  won_incidence,
  won_low as won_incidence_low,
  won_high as won_incidence_high,
  lost_incidence,
  still_open as still_open_share,
  at_risk >= :minimum_sample as has_minimum_sample
from slice_curves
lateral view inline(curve) points
  as day, at_risk, won_incidence, lost_incidence, still_open, won_low, won_high
