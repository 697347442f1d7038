with deal_days as (
  -- By creation, a period sees the deals that were created in it.
  select deals.*, 'created' as basis, created_on as first_on, created_on as last_on
  from deals
  union all
  -- By closing, a period sees the deals that were open on one of its days.
  select
    deals.*,
    'closed' as basis,
    least(created_on, closed_on) as first_on,
    coalesce(closed_on, :as_of) as last_on
  from deals
),

watched_deals as (
  select
    period.basis,
    period.period_kind,
    period.period_start_on,
    seen.opportunity_id,
    seen.country,
    seen.segment,
    coalesce(seen.owner_user_id, 'unknown') as owner,
    seen.team,
    seen.product_category,
    seen.acquisition_channel,
    seen.pipeline,
    seen.status,
    seen.created_on,
    seen.closed_on,
    -- By closing, the watch ends with the period; by creation it goes on.
    least(
      seen.closed_on,
      if(period.basis = 'closed' and period.is_complete, period.last_on, null)
    ) as watched_until_on,
    -- A deal that is older than the period could not have closed in it at a younger age.
    period.basis = 'closed' and seen.created_on < period.period_start_on as is_older,
    seen.amount_cents
  from deal_days as seen
  join sales_periods as period
    on period.basis = seen.basis
    and (
      period.period_kind = 'all'
      or (
        -- A deal that is dated after the business day is in no period yet.
        seen.first_on <= least(period.last_on, :as_of)
        and seen.last_on >= period.period_start_on
      )
    )
)

select
  basis,
  period_kind,
  period_start_on,
  opportunity_id,
  country,
  segment,
  owner,
  team,
  product_category,
  acquisition_channel,
  pipeline,
  if(closed_on <= watched_until_on, status, 'open') as status,
  created_on,
  watched_until_on,
  if(is_older, datediff(period_start_on, created_on) - 1, -1) as watched_after_days,
  if(closed_on <= watched_until_on and status = 'won', amount_cents, null) as won_cents
from watched_deals
