with seen_deals as (
  select
    if(seen.basis = 'active', 'closed', seen.basis) as basis,
    seen.* except (basis),
    if(seen.status = 'lost', coalesce(deals.lost_reason, 'not recorded'), null) as lost_reason,
    if(seen.status = 'lost', deals.amount_cents, null) as lost_cents
  from deal_periods as seen
  join deals on deals.opportunity_id = seen.opportunity_id
),

-- Deals that are not lost have no reason.
reason_counts as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, lost_reason,
    count(lost_reason) as lost_count,
    count(lost_cents) as priced_count,
    sum(lost_cents) as lost_cents,
    count_if(status = 'open') as open_count
  from seen_deals
  lateral view stack(
    8,
    'all', 'all', 'country', country, 'segment', segment, 'owner', owner, 'team', team,
    'product_category', product_category, 'acquisition_channel', acquisition_channel,
    'pipeline', pipeline
  ) slices as dimension, dimension_value
  group by all
),

reason_starts as (
  select
    basis, period_kind, dimension, dimension_value, lost_reason,
    min(period_start_on) as first_start_on
  from reason_counts
  where lost_reason is not null
  group by all
),

reported_periods as (
  select period_kind, period_start_on, is_complete
  from periods
  union all
  select 'all', :calendar_starts_on, false
),

-- A reason that nobody gave in a period is a zero row from the first period on in which one did.
period_counts as (
  select
    reason.* except (first_start_on),
    period.period_start_on,
    -- By creation more is lost while any deal of the period is open.
    period.is_complete and (reason.basis = 'closed' or coalesce(others.open_count, 0) = 0)
      as is_complete,
    coalesce(counts.lost_count, 0) as lost_count,
    coalesce(counts.priced_count, 0) as priced_count,
    counts.lost_cents
  from reason_starts as reason
  join reported_periods as period
    on period.period_kind = reason.period_kind
    and period.period_start_on >= reason.first_start_on
  left join reason_counts as counts
    on counts.basis = reason.basis and counts.period_kind = reason.period_kind
    and counts.period_start_on = period.period_start_on
    and counts.dimension = reason.dimension and counts.dimension_value = reason.dimension_value
    and counts.lost_reason = reason.lost_reason
  left join reason_counts as others
    on others.basis = reason.basis and others.period_kind = reason.period_kind
    and others.period_start_on = period.period_start_on
    and others.dimension = reason.dimension and others.dimension_value = reason.dimension_value
    and others.lost_reason is null
),

shared_counts as (
  select
    *,
    sum(lost_count) over slices as all_lost_count,
    sum(lost_cents) over slices as all_lost_cents
  from period_counts
  window slices as (
    partition by basis, period_kind, period_start_on, dimension, dimension_value
  )
)

select
  basis, period_kind, period_start_on, dimension, dimension_value, lost_reason,
  lost_count,
  all_lost_count,
  lost_count / nullif(all_lost_count, 0) as lost_share,
  wilson_low(lost_count, all_lost_count) as lost_share_low,
  wilson_high(lost_count, all_lost_count) as lost_share_high,
  priced_count,
  cast(if(lost_count > 0, lost_cents, 0) * 0.01 as decimal(18, 2)) as lost_amount,
  cast(if(lost_count > 0, lost_cents, 0) as double) / nullif(cast(all_lost_cents as double), 0)
    as lost_amount_share,
  is_complete,
  all_lost_count >= :minimum_sample as has_minimum_sample
from shared_counts
