-- Who pays on a day is asked of the prices; only who moved in a month is taken from contract_months.
with counted_periods as (
  select
    *,
    period_start_on - 1 as opening_on,
    least(period_end_on - 1, getvariable('as_of')) as closing_on
  from periods
  where period_kind <> 'week'
),

customers_in_slices as (
  unpivot (
    select distinct
      customer_id, 'all' as "all", country, segment, acquisition_channel, product_category, term
    from contract_months
  )
  on "all", country, segment, acquisition_channel, product_category, term
  into name dimension value dimension_value
),

scoped_prices as (
  select customer_id, currency, subscription_id, from_on, until_on
  from contract_prices where price_cents > 0
  union all
  select customer_id, 'all', subscription_id, from_on, until_on
  from contract_prices where price_cents > 0
),

border_days as (
  select opening_on as day_on from counted_periods
  union
  select closing_on from counted_periods
),

payers as (
  select day_on, currency, customer_id, count(*) as contracts
  from border_days join scoped_prices on from_on <= day_on and until_on > day_on
  group by all
),

-- Months at whose end a customer pays, in a currency and in all.
months as (
  select distinct
    month_start_on, least(months_after(month_start_on, 1) - 1, getvariable('as_of')) as seen_on
  from calendar
  where month_start_on <= getvariable('as_of')
),

paid_months as (
  select distinct customer_id, currency, month_start_on
  from months join scoped_prices on from_on <= seen_on and until_on > seen_on
),

moves as (
  select
    now.customer_id,
    now.currency,
    now.month_start_on,
    if(now.month_start_on = min(now.month_start_on) over (partition by now.customer_id, now.currency),
      'new', 'reactivated') as move,
    before.month_start_on is null as is_move
  from paid_months as now
    left join paid_months as before
      on before.customer_id = now.customer_id
      and before.currency = now.currency
      and before.month_start_on = months_after(now.month_start_on, -1)
  union all
  select now.customer_id, now.currency, months_after(now.month_start_on, 1), 'churned',
    after.month_start_on is null
      and months_after(now.month_start_on, 1) <= getvariable('as_of')
  from paid_months as now
    left join paid_months as after
      on after.customer_id = now.customer_id
      and after.currency = now.currency
      and after.month_start_on = months_after(now.month_start_on, 1)
),

kinds as (
  select customer_id, currency, month_start_on, [churn_kind] as kinds
  from contract_months where churn_kind is not null
  union all
  select customer_id, 'all', month_start_on, list(churn_kind)
  from contract_months where churn_kind is not null
  group by all
),

period_moves as (
  select
    period_kind, period_start_on, moves.currency, dimension, dimension_value,
    count_if(move = 'new') as new_logos,
    count_if(move = 'reactivated') as reactivated_logos,
    count_if(move = 'churned') as churned_logos,
    count_if(move = 'churned' and list_contains(kinds, 'voluntary')) as voluntary_churned_logos,
    count_if(
      move = 'churned' and list_contains(kinds, 'involuntary')
        and not list_contains(kinds, 'voluntary')
    ) as involuntary_churned_logos
  from moves
    join counted_periods
      on moves.month_start_on >= period_start_on and moves.month_start_on < period_end_on
    join customers_in_slices on customers_in_slices.customer_id = moves.customer_id
    left join kinds
      on kinds.customer_id = moves.customer_id
      and kinds.currency = moves.currency
      and kinds.month_start_on = moves.month_start_on
  where is_move
  group by all
),

ends as (
  select
    period_kind, period_start_on, logos.currency, dimension, dimension_value,
    count_if(was.customer_id is not null) as opening_logos,
    count_if(now.customer_id is not null) as closing_logos,
    count_if(was.customer_id is not null and now.customer_id is not null) as kept_logos,
    coalesce(sum(now.contracts), 0) as closing_contracts
  from counted_periods
    cross join (select distinct customer_id, currency from scoped_prices) as logos
    join customers_in_slices using (customer_id)
    left join payers as was
      on was.day_on = opening_on and was.customer_id = logos.customer_id
      and was.currency = logos.currency
    left join payers as now
      on now.day_on = closing_on and now.customer_id = logos.customer_id
      and now.currency = logos.currency
  where was.customer_id is not null or now.customer_id is not null
  group by period_kind, period_start_on, logos.currency, dimension, dimension_value
),

slices as (
  select currency, dimension, dimension_value, min(month_start_on) as first_month_on
  from paid_months join customers_in_slices using (customer_id)
  group by all
)

select
  counted_periods.period_kind,
  counted_periods.period_start_on,
  slices.currency,
  slices.dimension,
  slices.dimension_value,
  counted_periods.is_complete,
  coalesce(ends.opening_logos, 0) as opening_logos,
  coalesce(new_logos, 0) as new_logos,
  coalesce(reactivated_logos, 0) as reactivated_logos,
  coalesce(churned_logos, 0) as churned_logos,
  coalesce(voluntary_churned_logos, 0) as voluntary_churned_logos,
  coalesce(involuntary_churned_logos, 0) as involuntary_churned_logos,
  coalesce(ends.closing_logos, 0) as closing_logos,
  coalesce(ends.closing_contracts, 0) as closing_contracts,
  coalesce(ends.kept_logos, 0) as kept_logos,
  ends.kept_logos / nullif(ends.opening_logos, 0) as logo_retention_rate,
  wilson_low(ends.kept_logos, ends.opening_logos) as logo_retention_rate_low,
  wilson_high(ends.kept_logos, ends.opening_logos) as logo_retention_rate_high,
  coalesce(ends.opening_logos - ends.kept_logos, 0) as lost_opening_logos,
  1 - ends.kept_logos / nullif(ends.opening_logos, 0) as logo_churn_rate,
  wilson_low(ends.opening_logos - ends.kept_logos, ends.opening_logos) as logo_churn_rate_low,
  wilson_high(ends.opening_logos - ends.kept_logos, ends.opening_logos) as logo_churn_rate_high,
  coalesce(ends.opening_logos, 0) >= getvariable('minimum_sample') as has_minimum_sample
from slices
  join counted_periods on counted_periods.period_end_on > slices.first_month_on
  left join ends using (period_kind, period_start_on, currency, dimension, dimension_value)
  left join period_moves using (period_kind, period_start_on, currency, dimension, dimension_value)
