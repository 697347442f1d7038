with watched_deals as (
  select
    period.basis,
    period.period_kind,
    period.period_start_on,
    deals.opportunity_id,
    deals.country,
    deals.segment,
    coalesce(deals.owner_user_id, 'unknown') as owner,
    deals.team,
    deals.product_category,
    deals.acquisition_channel,
    deals.pipeline,
    deals.status,
    deals.created_on,
    deals.closed_on,
    if(period.basis = 'created', :as_of, period.last_on) as watched_until_on,
    -- A deal that is older than the period could not have closed in it at a younger age.
    period.basis = 'closed' and deals.created_on < period.period_start_on as is_older,
    deals.amount_cents
  from deals
  join sales_periods as period
    on period.period_kind = 'all'
    or (
      period.basis = 'created'
      and deals.created_on between period.period_start_on and period.last_on
    )
    or (
      period.basis = 'closed'
      and least(deals.created_on, deals.closed_on) <= period.last_on
      and coalesce(deals.closed_on, :as_of) >= period.period_start_on
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
  datediff(if(closed_on <= watched_until_on, closed_on, watched_until_on), created_on)
    as cycle_days,
  if(is_older, datediff(period_start_on, created_on) - 1, -1) as watched_after_days,
  amount_cents
from watched_deals
