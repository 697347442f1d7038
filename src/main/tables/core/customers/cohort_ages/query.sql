with slice_cells as (
  select
    cohort_month_on,
    months_since_first,
    slices.dimension,
    slices.dimension_value,
    sum(active_customers) as active_customers,
    sum(last_active_customers) as last_active_customers,
    sum(bracket_customers) as bracket_customers,
    sum(net_revenue_cents) as net_revenue_cents,
    sum(margin_cents) as margin_cents
  from cohort_months
    lateral view stack(
      4,
      'all', 'all',
      'country', country,
      'segment', segment,
      'acquisition_channel', acquisition_channel
    ) slices as dimension, dimension_value
  group by cohort_month_on, months_since_first, slices.dimension, slices.dimension_value
),

-- Every age that has begun is a row, also when nobody came.
reached_ages as (
  select
    cohort_month_on,
    dimension,
    dimension_value,
    active_customers as cohort_customers,
    net_revenue_cents as first_month_cents,
    explode(
      sequence(0, cast(months_between(trunc(:as_of, 'month'), cohort_month_on) as int))
    ) as months_since_first
  from slice_cells
  where months_since_first = 0
),

bracketed_ages as (
  select
    cohort_month_on,
    dimension,
    dimension_value,
    cohort_customers,
    first_month_cents,
    months_since_first,
    try_element_at(
      filter(:retention_bracket_months, last_month -> last_month >= months_since_first), 1
    ) as bracket_ends_month
  from reached_ages
)

select
  a.cohort_month_on,
  a.months_since_first,
  a.dimension,
  a.dimension_value,
  add_months(a.cohort_month_on, a.months_since_first + 1) <= date_add(:as_of, 1) as is_complete,
  a.cohort_customers,
  coalesce(c.active_customers, 0) as active_customers,
  -- Whose last purchase so far is at this age or a later one has bought then or later.
  coalesce(sum(c.last_active_customers) over from_age_on, 0) as on_or_after_customers,
  case
    when a.bracket_ends_month is not null
      then
        1 + coalesce(
          array_max(
            filter(:retention_bracket_months, last_month -> last_month < a.months_since_first)
          ),
          -1
        )
  end as bracket_starts_month,
  a.bracket_ends_month,
  case when a.months_since_first = a.bracket_ends_month then coalesce(c.bracket_customers, 0) end
    as bracket_customers,
  a.first_month_cents,
  coalesce(c.net_revenue_cents, 0) as net_revenue_cents,
  coalesce(c.margin_cents, 0) as margin_cents,
  coalesce(sum(c.net_revenue_cents) over from_age_on, 0) as on_or_after_cents,
  case
    when a.months_since_first = a.bracket_ends_month
      then coalesce(sum(c.net_revenue_cents) over bracket, 0)
  end as bracket_cents
from bracketed_ages as a
  left join slice_cells as c
    on c.cohort_month_on = a.cohort_month_on
    and c.months_since_first = a.months_since_first
    and c.dimension = a.dimension
    and c.dimension_value = a.dimension_value
window
  from_age_on as (
    partition by a.cohort_month_on, a.dimension, a.dimension_value
    order by a.months_since_first
    rows between current row and unbounded following
  ),
  bracket as (
    partition by a.cohort_month_on, a.dimension, a.dimension_value, a.bracket_ends_month
  )
