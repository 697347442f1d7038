with rates as (
  select from_currency, rate_on, rate
  from fx_rates
  where to_currency = getvariable('reporting_currency')
    and from_currency <> getvariable('reporting_currency')
  union all
  select getvariable('reporting_currency'), date '0001-01-01', 1
),

targets as (
  select
    quotas.user_id,
    coalesce(owners.team, 'unknown') as team,
    month_start_on,
    case
      when quotas.currency = getvariable('reporting_currency')
        or least(month_start_on, getvariable('as_of')) - rates.rate_on
          <= getvariable('fx_rate_valid_days')
        then converted_cents(quotas.amount * 100, rates.rate)
    end as cents
  from quotas
    asof left join rates
      on rates.from_currency = quotas.currency
      and rates.rate_on <= least(month_start_on, getvariable('as_of'))
    asof left join user_history as owners
      on owners.user_id = quotas.user_id and owners.valid_from_on <= month_start_on
),

seats as (
  select period_kind, period_start_on, users.user_id, coalesce(teams.team, 'unknown') as team
  from (
      select period_kind, period_start_on, cast(period_end_on as date) - 1 as last_on, users.user_id
      from periods cross join users
      where has_seat
    ) as users
    asof left join user_history as teams
      on teams.user_id = users.user_id and teams.valid_from_on <= users.last_on
),

quota_starts as (
  select 'all' as dimension, 'all' as dimension_value, min(month_start_on) as first_month_on
  from targets
  having count(*) > 0
  union all
  select 'owner', user_id, min(month_start_on) from targets group by user_id
  union all
  select 'team', team, min(month_start_on) from targets group by team
),

rows_wanted as (
  select period_kind, period_start_on, dimension, dimension_value
  from sales_cycles
  where basis = 'active' and dimension in ('all', 'owner', 'team')
  union
  -- With a quota, from its period on, also without a deal.
  select period_kind, period_start_on, dimension, dimension_value
  from periods
    join quota_starts on period_end_on > first_month_on
  where period_kind in ('month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year')
),

cycles as (
  select
    rows_wanted.*,
    periods.period_end_on,
    periods.is_complete,
    len(range(
      periods.period_start_on,
      least(periods.period_end_on, getvariable('as_of') + 1),
      interval 1 day
    )) as elapsed_days,
    coalesce(won_count, 0) as won_count,
    coalesce(open_count, 0) as open_count,
    coalesce(won_priced_count, 0) as won_priced_count,
    if(coalesce(won_count, 0) > 0, cast(won_amount * 100 as bigint), 0) as won_cents,
    win_rate, win_rate_low, win_rate_high,
    coalesce(has_minimum_sample, false) as has_minimum_sample,
    closed_only_won_mean_days as cycle_days
  from rows_wanted
    join periods using (period_kind, period_start_on)
    left join (from sales_cycles where basis = 'active') as sales
      using (period_kind, period_start_on, dimension, dimension_value)
)

select
  *,
  amount_of(won_cents) as won_amount,
  won_priced_count / nullif(won_count, 0) as won_priced_share,
  won_count * 7 / elapsed_days as won_per_week,
  amount_each(won_cents * 7, elapsed_days) as won_amount_per_week,
  won_count * 30.4375::double / elapsed_days as won_per_month,
  amount_each(won_cents * 304375, elapsed_days * 10000) as won_amount_per_month,
  amount_each(won_cents, won_priced_count) as average_deal_amount,
  if(
    cycle_days > 0,
    open_count * win_rate * (won_cents / 100 / nullif(won_priced_count, 0)) / cycle_days,
    null
  ) as sales_velocity_per_day,
  amount_of(quota_cents) as quota_amount,
  won_cents / nullif(quota_cents, 0) as quota_attainment,
  amount_each(won_cents, seats_count) as won_amount_per_seat
from (
  select
    *,
    (
      select if(count(cents) = count(*), sum(cents), null)
      from targets
      where month_start_on >= cycles.period_start_on
        and month_start_on < cycles.period_end_on
        and cycles.dimension_value
          = case cycles.dimension when 'all' then 'all' when 'owner' then user_id else team end
    ) as quota_cents,
    (
      select count(*)
      from seats
      where seats.period_kind = cycles.period_kind
        and seats.period_start_on = cycles.period_start_on
        and cycles.dimension_value
          = case cycles.dimension when 'all' then 'all' when 'owner' then user_id else team end
    ) as seats_count
  from cycles
) as counted
