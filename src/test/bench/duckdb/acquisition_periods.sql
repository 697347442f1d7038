-- Booking by booking: the period of its day, and the one that holds its month so many months later.
with bookings as (
  select
    month_of(incurred_on) as month_on,
    months_after(month_of(incurred_on), getvariable('acquisition_lag_months')) as lagged_on,
    coalesce(costs.channel, campaigns.channel, 'unassigned') as channel,
    kind,
    cost_cents
  from cost_values as costs
    left join campaigns using (campaign_id)
  where kind in ('marketing', 'sales')
),

slices as (
  select 'all' as dimension, 'all' as dimension_value, * from bookings
  union all
  select 'acquisition_channel', channel, * from bookings
),

winners as (
  select period_kind, period_start_on, dimension, dimension_value, new_customers
  from period_slices
  where dimension in ('all', 'acquisition_channel') and new_customers > 0
),

begun as (
  select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
  from (
      select period_kind, period_start_on, dimension, dimension_value from winners
      union all
      select period_kind, period_start_on, dimension, dimension_value
      from slices
        join periods on month_on >= period_start_on and month_on < period_end_on
    ) as seen
  where period_kind <> 'week'
  group by all
),

costs as (
  select
    periods.period_kind,
    periods.period_start_on,
    dimension,
    dimension_value,
    coalesce(sum(cost_cents) filter (
      where kind = 'marketing' and month_on >= period_start_on and month_on < period_end_on
    ), 0) as marketing_cents,
    coalesce(sum(cost_cents) filter (
      where kind = 'sales' and month_on >= period_start_on and month_on < period_end_on
    ), 0) as sales_cents,
    coalesce(sum(cost_cents) filter (
      where lagged_on >= period_start_on and lagged_on < period_end_on
        and lagged_on <= getvariable('as_of')
    ), 0) as lagged_cents
  from slices
    cross join periods
  group by all
)

select
  period_kind,
  period_start_on,
  is_complete,
  dimension,
  dimension_value,
  coalesce(new_customers, 0) as new_customers,
  case when first_on <= period_start_on and last_on >= last_needed_on then marketing_cents end
    as marketing_cents,
  case when first_on <= period_start_on and last_on >= last_needed_on then sales_cents end
    as sales_cents,
  case
    when first_lagged_on <= period_start_on and last_lagged_on >= last_needed_on then lagged_cents
  end as lagged_cents
from (
    select
      periods.period_kind, period_start_on, is_complete, dimension, dimension_value,
      case when is_complete then months_after(period_end_on, -1) else period_start_on end
        as last_needed_on
    from begun
      join periods
        on periods.period_kind = begun.period_kind and periods.period_start_on >= begun.first_start_on
  ) as reached
  left join costs using (period_kind, period_start_on, dimension, dimension_value)
  left join winners using (period_kind, period_start_on, dimension, dimension_value)
  cross join (
    select
      max(kinds.first_on) as first_on, min(kinds.last_on) as last_on,
      max(kinds.first_lagged_on) as first_lagged_on, min(kinds.last_lagged_on) as last_lagged_on
    from (
        select
          min(month_on) as first_on, max(month_on) as last_on,
          min(lagged_on) as first_lagged_on, max(lagged_on) as last_lagged_on
        from bookings
        group by kind
      ) as kinds
  ) as reach
