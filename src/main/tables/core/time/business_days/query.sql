with weekday_hours as (
  select
    day_on,
    element_at(:business_hours, weekday(day_on) + 1) as hours,
    -- A holiday is of every year, or of one.
    array_contains(:holidays, date_format(day_on, 'MM-dd'))
      or array_contains(:holidays, date_format(day_on, 'yyyy-MM-dd')) as is_holiday
  from calendar
),

-- Local hours of the business zone: on the day of summer time they are an hour fewer or more.
opening_hours as (
  select
    day_on,
    to_timestamp(concat(day_on, ' ', split_part(hours, '-', 1)), 'yyyy-MM-dd HH:mm') as opens_at,
    -- The midnight that ends a day begins the next.
    if(
      hours like '%-24:00',
      cast(date_add(day_on, 1) as timestamp),
      to_timestamp(
        concat(day_on, ' ', replace(split_part(hours, '-', 2), '24:00', '00:00')),
        'yyyy-MM-dd HH:mm'
      )
    ) as closes_at
  from weekday_hours
  where hours <> 'closed' and not is_holiday
)

select
  c.day_on,
  o.opens_at,
  o.closes_at,
  coalesce(unix_timestamp(o.closes_at) - unix_timestamp(o.opens_at), 0) as business_seconds,
  coalesce(
    sum(unix_timestamp(o.closes_at) - unix_timestamp(o.opens_at)) over (
      order by c.day_on rows between unbounded preceding and 1 preceding
    ),
    0
  ) as business_seconds_before
from calendar as c
  left join opening_hours as o on o.day_on = c.day_on
