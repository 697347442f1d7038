with won_bins as (
  select
    dimension,
    dimension_value,
    cast(floor(sales_cycle_days / :sales_cycle_bin_days) as int) * :sales_cycle_bin_days
      as bin_start_days,
    count(*) as won_count
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
  where status = 'won' and sales_cycle_days is not null
  group by all
),

-- A bin between others that nobody fell into is a zero row, not a gap.
slice_bins as (
  select
    dimension,
    dimension_value,
    slice_won_count,
    bin_start_days
  from (
    select
      dimension,
      dimension_value,
      sum(won_count) as slice_won_count,
      sequence(min(bin_start_days), max(bin_start_days), :sales_cycle_bin_days) as bins
    from won_bins
    group by dimension, dimension_value
  )
  lateral view explode(bins) each_bin as bin_start_days
)

select
  bin.dimension,
  bin.dimension_value,
  bin.bin_start_days,
  bin.bin_start_days + :sales_cycle_bin_days as bin_end_days,
  coalesce(won_bins.won_count, 0) as won_count,
  bin.slice_won_count,
  coalesce(won_bins.won_count, 0) / bin.slice_won_count as won_share,
  wilson_low(coalesce(won_bins.won_count, 0), bin.slice_won_count) as won_share_low,
  wilson_high(coalesce(won_bins.won_count, 0), bin.slice_won_count) as won_share_high,
  bin.slice_won_count >= :minimum_sample as has_minimum_sample
from slice_bins as bin
left join won_bins
  on won_bins.dimension = bin.dimension
  and won_bins.dimension_value = bin.dimension_value
  and won_bins.bin_start_days = bin.bin_start_days
