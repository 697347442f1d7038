-- Stocks are counted from the spells that hold a day, not summed up from the movements.
with counted_periods as (
  select *, least(period_end_on, getvariable('as_of') + 1) as ends_before_on
  from periods
  where period_kind <> 'week'
),

borders as (
  select period_start_on as border_on from counted_periods
  union
  select ends_before_on from counted_periods
),

-- At a border stand the customers who came before it and had not been lost before it.
border_customers as (
  select
    border_on,
    case
      when grouping(country) = 0 then 'country'
      when grouping(segment) = 0 then 'segment'
      when grouping(acquisition_channel) = 0 then 'acquisition_channel'
      else 'all'
    end as dimension,
    coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
    count(*) as customers,
    count_if(
      months_after(started_on, getvariable('loyal_after_months')) < border_on - 1
    ) as loyal_customers,
    count_if(
      months_after(started_on, getvariable('long_loyal_after_months')) < border_on - 1
    ) as long_loyal_customers
  from borders
    join customer_spells on started_on < border_on and lost_on >= border_on
    join customer_origins using (customer_id)
  group by border_on, grouping sets ((), (country), (segment), (acquisition_channel))
),

slice_periods as (
  select counted_periods.*, dimension, dimension_value
  from counted_periods
    join (
      select period_kind, dimension, dimension_value, min(period_start_on) as first_start_on
      from period_slices
      group by all
    ) as slices
      on slices.period_kind = counted_periods.period_kind
      and slices.first_start_on <= counted_periods.period_start_on
),

counts as (
  select
    slice_periods.period_kind,
    slice_periods.period_start_on,
    slice_periods.is_complete,
    slice_periods.dimension,
    slice_periods.dimension_value,
    coalesce(opening.customers, 0) as opening_customers,
    coalesce(new_customers, 0) as new_customers,
    coalesce(reactivated_customers, 0) as reactivated_customers,
    coalesce(lost_customers, 0) as lost_customers,
    coalesce(lost_opening_customers, 0) as lost_opening_customers,
    coalesce(closing.customers, 0) as closing_customers,
    coalesce(closing.loyal_customers, 0) as loyal_customers,
    coalesce(closing.long_loyal_customers, 0) as long_loyal_customers,
    coalesce(buying_customers, 0) as buying_customers,
    coalesce(repeat_customers, 0) as repeat_customers,
    coalesce(returning_customers, 0) as returning_customers,
    coalesce(buyers_revenue_cents, 0) as buyers_revenue_cents,
    coalesce(returning_revenue_cents, 0) as returning_revenue_cents,
    coalesce(orders_count, 0) as orders_count,
    coalesce(gross_revenue_cents, 0) as gross_revenue_cents,
    coalesce(net_revenue_cents, 0) as net_revenue_cents,
    coalesce(costed_revenue_cents, 0) as costed_revenue_cents,
    coalesce(margin_cents, 0) as margin_cents,
    coalesce(refunded_cents, 0) as refunded_cents,
    coalesce(unlinked_refunded_cents, 0) as unlinked_refunded_cents
  from slice_periods
    left join border_customers as opening
      on opening.border_on = slice_periods.period_start_on
      and opening.dimension = slice_periods.dimension
      and opening.dimension_value = slice_periods.dimension_value
    left join border_customers as closing
      on closing.border_on = slice_periods.ends_before_on
      and closing.dimension = slice_periods.dimension
      and closing.dimension_value = slice_periods.dimension_value
    left join period_slices
      on period_slices.period_kind = slice_periods.period_kind
      and period_slices.period_start_on = slice_periods.period_start_on
      and period_slices.dimension = slice_periods.dimension
      and period_slices.dimension_value = slice_periods.dimension_value
)

select
  counts.*,
  opening_customers - lost_opening_customers as kept_customers,
  kept_customers / nullif(opening_customers, 0) as retention_rate,
  wilson_low(kept_customers, opening_customers) as retention_rate_low,
  wilson_high(kept_customers, opening_customers) as retention_rate_high,
  lost_opening_customers / nullif(opening_customers, 0) as churn_rate,
  wilson_low(lost_opening_customers, opening_customers) as churn_rate_low,
  wilson_high(lost_opening_customers, opening_customers) as churn_rate_high,
  opening_customers >= getvariable('minimum_sample') as has_minimum_sample,
  loyal_customers / nullif(closing_customers, 0) as loyalty_rate,
  wilson_low(loyal_customers, closing_customers) as loyalty_rate_low,
  wilson_high(loyal_customers, closing_customers) as loyalty_rate_high,
  long_loyal_customers / nullif(closing_customers, 0) as long_loyalty_rate,
  wilson_low(long_loyal_customers, closing_customers) as long_loyalty_rate_low,
  wilson_high(long_loyal_customers, closing_customers) as long_loyalty_rate_high,
  closing_customers >= getvariable('minimum_sample') as has_minimum_closing_sample,
  repeat_customers / nullif(buying_customers, 0) as repeat_rate,
  wilson_low(repeat_customers, buying_customers) as repeat_rate_low,
  wilson_high(repeat_customers, buying_customers) as repeat_rate_high,
  buying_customers >= getvariable('minimum_sample') as has_minimum_buying_sample,
  amount_of(gross_revenue_cents) as gross_revenue_amount,
  amount_of(net_revenue_cents) as net_revenue_amount,
  amount_of(costed_revenue_cents) as costed_revenue_amount,
  if(net_revenue_cents = 0, null, costed_revenue_cents / net_revenue_cents)
    as costed_revenue_share,
  amount_of(margin_cents) as margin_amount,
  if(costed_revenue_cents = 0, null, margin_cents / costed_revenue_cents) as margin_rate,
  amount_of(refunded_cents) as refunded_amount,
  amount_of(unlinked_refunded_cents) as unlinked_refunds_amount,
  amount_each(net_revenue_cents, orders_count) as average_order_amount,
  returning_customers / nullif(buying_customers, 0) as returning_rate,
  wilson_low(returning_customers, buying_customers) as returning_rate_low,
  wilson_high(returning_customers, buying_customers) as returning_rate_high,
  amount_of(returning_revenue_cents) as returning_revenue_amount,
  amount_of(buyers_revenue_cents) as buyers_revenue_amount,
  amount_each(buyers_revenue_cents, buying_customers) as revenue_per_customer_amount
from counts
