with entries as (
  select
    period_kind, period_start_on, country, segment, acquisition_channel,
    new_customers, reactivated_customers, lost_customers,
    if(started_month_on < period_start_on, lost_customers, 0) as lost_opening_customers,
    loyal_change, long_loyal_change
  from customer_movements
    join period_months using (month_start_on)
  union all by name
  from period_sales
)

select
  period_kind,
  period_start_on,
  case
    when grouping(country) = 0 then 'country'
    when grouping(segment) = 0 then 'segment'
    when grouping(acquisition_channel) = 0 then 'acquisition_channel'
    else 'all'
  end as dimension,
  coalesce(country, segment, acquisition_channel, 'all') as dimension_value,
  coalesce(sum(new_customers), 0) as new_customers,
  coalesce(sum(reactivated_customers), 0) as reactivated_customers,
  coalesce(sum(lost_customers), 0) as lost_customers,
  coalesce(sum(lost_opening_customers), 0) as lost_opening_customers,
  coalesce(sum(loyal_change), 0) as loyal_change,
  coalesce(sum(long_loyal_change), 0) as long_loyal_change,
  coalesce(sum(buying_customers), 0) as buying_customers,
  coalesce(sum(repeat_customers), 0) as repeat_customers,
  coalesce(sum(returning_customers), 0) as returning_customers,
  coalesce(sum(buyers_revenue_cents), 0) as buyers_revenue_cents,
  coalesce(sum(returning_revenue_cents), 0) as returning_revenue_cents,
  coalesce(sum(orders_count), 0) as orders_count,
  coalesce(sum(gross_revenue_cents), 0) as gross_revenue_cents,
  coalesce(sum(net_revenue_cents), 0) as net_revenue_cents,
  coalesce(sum(costed_revenue_cents), 0) as costed_revenue_cents,
  coalesce(sum(margin_cents), 0) as margin_cents,
  coalesce(sum(refunded_cents), 0) as refunded_cents,
  coalesce(sum(unlinked_refunded_cents), 0) as unlinked_refunded_cents
from entries
group by
  period_kind, period_start_on, grouping sets ((), (country), (segment), (acquisition_channel))
