with booked_kinds as (
  select
    kind,
    trunc(min(incurred_on), 'month') as first_month_on,
    trunc(max(incurred_on), 'month') as last_month_on
  from cost_values
  group by kind
),

-- What was booked for a part of a period only is not what the period cost: a period is known when
-- bookings of the kind began by its first month and have reached its last, or the period itself
-- while that goes on.
known_periods as (
  select distinct k.kind, p.period_kind, p.period_start_on, p.is_complete
  from booked_kinds as k
    join period_months as p
      on p.period_start_on >= k.first_month_on
      and if(p.is_complete, add_months(p.period_end_on, -1), p.period_start_on) <= k.last_month_on
),

period_costs as (
  select k.kind, p.period_kind, p.period_start_on, sum(k.cost_cents) as cost_cents
  from cost_values as k
    join period_months as p on p.month_start_on = trunc(k.incurred_on, 'month')
  group by k.kind, p.period_kind, p.period_start_on
)

-- Between the first booking and the last a period without one cost nothing.
select
  p.kind,
  p.period_kind,
  p.period_start_on,
  p.is_complete,
  coalesce(c.cost_cents, 0) as cost_cents
from known_periods as p
  left join period_costs as c
    on c.kind = p.kind
    and c.period_kind = p.period_kind
    and c.period_start_on = p.period_start_on
