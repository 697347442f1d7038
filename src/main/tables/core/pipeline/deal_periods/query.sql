with deal_days as (
  -- By creation, a period sees the deals that were created in it.
  select deals.*, 'created' as basis, created_on as first_on, created_on as last_on
  from deals
  union all
  -- By activity, a period sees the deals that were open on one of its days; of a deal that was won
  -- or lost nobody knows when, nobody knows those days.
  select
    deals.*,
    'active' as basis,
    least(created_on, closed_on) as first_on,
    coalesce(closed_on, :as_of) as last_on
  from deals
  where status = 'open' or closed_on is not null
),

-- Deals live longer than weeks; a deal that is dated after the business day is in no period yet.
seen_deals as (
  select
    deal_days.*,
    periods.period_kind,
    periods.period_start_on,
    -- By activity, the watch ends with the period; by creation it goes on.
    if(basis = 'active' and is_complete, date_sub(period_end_on, 1), null) as watch_ends_on
  from deal_days
  join periods
    on periods.period_kind not in ('week', 'rolling_12_months')
    and deal_days.first_on < periods.period_end_on
    and deal_days.last_on >= periods.period_start_on
  where deal_days.first_on <= :as_of
  union all
  -- All time is a period of creation only: all deals that close in it are created in it.
  select
    deal_days.*,
    'all' as period_kind,
    :calendar_starts_on as period_start_on,
    cast(null as date) as watch_ends_on
  from deal_days
  where basis = 'created'
),

watched_deals as (
  select
    seen_deals.*,
    least(closed_on, watch_ends_on) as watched_until_on,
    -- A deal that is older than the period could not have closed in it at a younger age.
    basis = 'active' and created_on < period_start_on as is_older,
    status <> 'open' and closed_on is null as is_undated
  from seen_deals
)

select
  basis,
  period_kind,
  period_start_on,
  opportunity_id,
  country,
  segment,
  coalesce(owner_user_id, 'unknown') as owner,
  team,
  product_category,
  acquisition_channel,
  pipeline,
  if(is_undated or closed_on <= watched_until_on, status, 'open') as status,
  created_on,
  watched_until_on,
  if(is_older, datediff(period_start_on, created_on) - 1, -1) as watched_after_days,
  case when status = 'won' and (is_undated or closed_on <= watched_until_on) then amount_cents end
    as won_cents
from watched_deals
