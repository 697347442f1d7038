with won_deals as (
  unpivot (
    select
      floor(sales_cycle_days / getvariable('sales_cycle_bin_days'))
        * getvariable('sales_cycle_bin_days') as bin_start_days,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
    where status = 'won' and sales_cycle_days is not null
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

slices as (
  select
    dimension,
    dimension_value,
    count(*) as slice_won_count,
    unnest(range(
      cast(min(bin_start_days) as bigint),
      cast(max(bin_start_days) as bigint) + 1,
      getvariable('sales_cycle_bin_days')
    )) as bin_start_days
  from won_deals
  group by all
),

bins as (
  select dimension, dimension_value, bin_start_days, count(*) as won_count
  from won_deals
  group by all
)

select
  slices.dimension,
  slices.dimension_value,
  slices.bin_start_days,
  slices.bin_start_days + getvariable('sales_cycle_bin_days') as bin_end_days,
  coalesce(bins.won_count, 0) as won_count,
  slices.slice_won_count,
  coalesce(bins.won_count, 0) / slices.slice_won_count as won_share,
  wilson_low(coalesce(bins.won_count, 0), slices.slice_won_count) as won_share_low,
  wilson_high(coalesce(bins.won_count, 0), slices.slice_won_count) as won_share_high,
  slices.slice_won_count >= getvariable('minimum_sample') as has_minimum_sample
from slices
  left join bins
    on bins.dimension = slices.dimension
    and bins.dimension_value = slices.dimension_value
    and bins.bin_start_days = slices.bin_start_days
