-- A quota counts for the team of its first day, at the rate of that day, one to come of today.
with user_quotas as (
  select
    quotas.month_start_on, quotas.user_id as owner, coalesce(owners.team, 'unknown') as team,
    cast(round(cast(quotas.amount * 100 as decimal(18, 0)) * fx.rate) as bigint) as quota_cents
  from quotas
  left join fx_rate_intervals as fx
    on fx.from_currency = quotas.currency
    and least(quotas.month_start_on, :as_of) >= fx.valid_from_on
    and least(quotas.month_start_on, :as_of) < fx.valid_to_on
  left join user_history as owners
    on owners.user_id = quotas.user_id
    and quotas.month_start_on >= owners.valid_from_on
    and quotas.month_start_on < owners.valid_until_on
),

-- The sum of some quotas is no quota.
period_quotas as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    if(count(quota_cents) = count(*), sum(quota_cents), null) as quota_cents
  from user_quotas
  join period_months on period_months.month_start_on = user_quotas.month_start_on
  lateral view stack(3, 'all', 'all', 'owner', owner, 'team', team) slices
    as dimension, dimension_value
  group by all
),

-- Who has a quota and no deal has rows, too, from the first period with a quota on.
quota_periods as (
  select periods.period_kind, periods.period_start_on, starts.dimension, starts.dimension_value
  from (
    select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
    from period_quotas
    group by period_kind, dimension, dimension_value
  ) as starts
  join periods
    on periods.period_kind = starts.period_kind
    and periods.period_start_on >= starts.first_start_on
  where periods.period_kind not in ('week', 'rolling_12_months')
),

-- Seats are those of today, each in the team of the last day of the period.
period_seats as (
  select
    period_kind, period_start_on, dimension, dimension_value, count(*) as seats_count
  from periods
  join users on users.has_seat and period_kind <> 'week'
  left join user_history as teams
    on teams.user_id = users.user_id
    and date_sub(period_end_on, 1) >= teams.valid_from_on
    and date_sub(period_end_on, 1) < teams.valid_until_on
  lateral view stack(
    3, 'all', 'all', 'owner', users.user_id, 'team', coalesce(teams.team, 'unknown')
  ) slices as dimension, dimension_value
  group by all
),

-- Nothing is won by who has no deal; what deals without an amount brought is not known.
period_deals as (
  select
    period_kind, period_start_on, dimension, dimension_value,
    coalesce(won_count, 0) as won_count,
    coalesce(won_priced_count, 0) as won_priced_count,
    if(coalesce(won_count, 0) = 0, 0, won_amount) as won_amount,
    coalesce(open_count, 0) as open_count,
    win_rate, win_rate_low, win_rate_high,
    coalesce(has_minimum_sample, false) as has_minimum_sample,
    closed_only_won_mean_days as cycle_days
  from (
    select * from sales_cycles where basis = 'active' and dimension in ('all', 'owner', 'team')
  ) as cycles
  full join quota_periods using (period_kind, period_start_on, dimension, dimension_value)
)

select
  period_kind, period_start_on, dimension, dimension_value,
  datediff(least(period_end_on, date_add(:as_of, 1)), period_start_on) as elapsed_days,
  won_count, won_priced_count, won_priced_count / nullif(won_count, 0) as won_priced_share,
  won_amount,
  won_count * 7 / elapsed_days as won_per_week,
  cast(won_amount * 7 / elapsed_days as decimal(18, 2)) as won_amount_per_week,
  won_count * 30.4375D / elapsed_days as won_per_month,
  cast(won_amount * 30.4375 / elapsed_days as decimal(18, 2)) as won_amount_per_month,
  cast(won_amount / nullif(won_priced_count, 0) as decimal(18, 2)) as average_deal_amount,
  open_count,
  win_rate, win_rate_low, win_rate_high, has_minimum_sample, cycle_days,
  open_count * win_rate * cast(won_amount as double) / nullif(won_priced_count, 0)
    / if(cycle_days > 0, cycle_days, null) as sales_velocity_per_day,
  cast(quota_cents * 0.01 as decimal(18, 2)) as quota_amount,
  cast(won_amount as double) / nullif(quota_cents * 0.01D, 0) as quota_attainment,
  coalesce(seats_count, 0) as seats_count,
  cast(won_amount / nullif(seats_count, 0) as decimal(18, 2)) as won_amount_per_seat,
  is_complete
from period_deals
join periods using (period_kind, period_start_on)
left join period_quotas using (period_kind, period_start_on, dimension, dimension_value)
left join period_seats using (period_kind, period_start_on, dimension, dimension_value)
