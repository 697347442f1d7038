with sales_periods as (
  select basis, period_kind, period_start_on, period_end_on - 1 as last_on, is_complete
  from periods
    cross join (values ('created'), ('active')) as bases (basis)
  where period_kind not in ('week', 'rolling_12_months')
  union all
  select 'created', 'all', getvariable('calendar_starts_on'), null, false
),

created_deals as (
  select
    periods.*,
    deals.*,
    -1 as watched_after_days,
    closed_on as watched_until_on
  from deals
    join sales_periods as periods
      on periods.basis = 'created'
      and (
        periods.period_kind = 'all'
        or deals.created_on >= periods.period_start_on
        and deals.created_on <= periods.last_on
        and deals.created_on <= getvariable('as_of')
      )
),

-- A deal is open in a period from its creation, or a closing recorded before it, to its closing.
closing_deals as (
  select
    periods.*,
    deals.*,
    greatest(period_start_on - created_on, 0) - 1 as watched_after_days,
    least(closed_on, if(periods.is_complete, periods.last_on, null)) as watched_until_on
  from deals
    join sales_periods as periods
      on periods.basis = 'active'
      and least(deals.created_on, deals.closed_on) <= periods.last_on
      and least(deals.created_on, deals.closed_on) <= getvariable('as_of')
      and coalesce(deals.closed_on, getvariable('as_of')) >= periods.period_start_on
      and (deals.status = 'open' or deals.closed_on is not null)
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
  case when closed_on <= watched_until_on or closed_on is null then status else 'open' end as status,
  created_on,
  watched_until_on,
  watched_after_days,
  case when status = 'won' and (closed_on <= watched_until_on or closed_on is null) then amount_cents end as won_cents
from (from created_deals union all by name from closing_deals) as watched_deals
