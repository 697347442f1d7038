-- Order by order and refund by refund: the age of the customer on that day.
with sales as (
  select customer_id, ordered_on as day_on, net_revenue_cents as cents from order_values
  union all
  select customer_id, returned_on, -refunded_cents from return_values where order_id is null
),

slices as (
  unpivot (
    select
      day_on,
      cents,
      case
        when won_on is null or day_on < won_on then 'unassigned'
        when day_on <= months_after(won_on, getvariable('new_revenue_months')) then 'new'
        else 'existing'
      end as age,
      'all' as "all",
      coalesce(country, 'unknown') as country,
      coalesce(segment, 'unknown') as segment,
      coalesce(acquisition_channel, 'unknown') as acquisition_channel
    from sales
      left join customer_origins using (customer_id)
  )
  on "all", country, segment, acquisition_channel
  into name dimension value dimension_value
),

begun as (
  select dimension, dimension_value, min(day_on) as first_on
  from slices
  group by all
),

revenue as (
  select
    periods.period_kind,
    periods.period_start_on,
    periods.is_complete,
    periods.year_before_start_on,
    begun.dimension,
    begun.dimension_value,
    coalesce(sum(cents) filter (where age = 'new'), 0) as new_cents,
    coalesce(sum(cents) filter (where age = 'existing'), 0) as existing_cents,
    coalesce(sum(cents) filter (where age = 'unassigned'), 0) as unassigned_cents,
    coalesce(sum(cents), 0) as net_cents
  from begun
    join periods
      on periods.period_end_on > begun.first_on and periods.period_kind <> 'rolling_12_months'
    left join slices
      on slices.dimension = begun.dimension
      and slices.dimension_value = begun.dimension_value
      and slices.day_on >= periods.period_start_on
      and slices.day_on < periods.period_end_on
  group by all
)

select
  now.*,
  amount_of(now.new_cents) as new_revenue_amount,
  amount_of(now.existing_cents) as existing_revenue_amount,
  amount_of(now.unassigned_cents) as unassigned_revenue_amount,
  amount_of(now.net_cents) as net_revenue_amount,
  case when now.net_cents > 0 then now.new_cents / now.net_cents end as new_revenue_share,
  amount_of(cents_before) as year_before_amount,
  case when now.is_complete then amount_of(now.new_cents - cents_before) end as growth_amount,
  case
    when now.is_complete and before.new_cents > 0
      then (now.new_cents - before.new_cents) / before.new_cents
  end as growth_rate
from (
    select
      revenue.*,
      coalesce(
        (
          select new_cents from revenue as same
          where same.period_kind = revenue.period_kind
            and same.period_start_on = revenue.year_before_start_on
            and same.dimension = revenue.dimension
            and same.dimension_value = revenue.dimension_value
        ),
        (
          select 0 from revenue as whole
          where whole.period_kind = revenue.period_kind
            and whole.period_start_on = revenue.year_before_start_on
            and whole.dimension = 'all'
        )
      ) as cents_before
    from revenue
  ) as now
  left join revenue as before
    on before.period_kind = now.period_kind
    and before.period_start_on = now.year_before_start_on
    and before.dimension = now.dimension
    and before.dimension_value = now.dimension_value
