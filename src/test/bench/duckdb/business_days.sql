with hours as (
  select
    day_on,
    regexp_extract(
      getvariable('business_hours')[isodow(day_on)], '(\d+):(\d+)-(\d+):(\d+)', ['a', 'b', 'c', 'd']
    ) as parts
  from calendar
  where getvariable('business_hours')[isodow(day_on)] <> 'closed'
    and not list_contains(getvariable('holidays'), strftime(day_on, '%m-%d'))
    and not list_contains(getvariable('holidays'), strftime(day_on, '%Y-%m-%d'))
),

spans as (
  select
    day_on,
    (day_on + to_minutes(60 * cast(parts.a as integer) + cast(parts.b as integer)))
      at time zone getvariable('zone') as opens_at,
    (day_on + to_minutes(60 * cast(parts.c as integer) + cast(parts.d as integer)))
      at time zone getvariable('zone') as closes_at
  from hours
)

select
  calendar.day_on,
  opens_at,
  closes_at,
  cast(coalesce(epoch(closes_at) - epoch(opens_at), 0) as bigint) as business_seconds,
  cast(
    sum(coalesce(epoch(closes_at) - epoch(opens_at), 0)) over (order by calendar.day_on)
      - coalesce(epoch(closes_at) - epoch(opens_at), 0) as bigint
  ) as business_seconds_before
from calendar
  left join spans on spans.day_on = calendar.day_on
