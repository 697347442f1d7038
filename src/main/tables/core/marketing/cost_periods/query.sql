with booked_kinds as (
  select
    kind,
    trunc(min(incurred_on), 'month') as first_month_on,
    trunc(max(incurred_on), 'month') as last_month_on
  from cost_values
  group by kind
),

period_costs as (
  select
    k.kind, p.period_kind, p.period_start_on, p.period_end_on, p.is_complete,
    sum(k.cost_cents) as cost_cents
  from cost_values as k
    join period_months as p on p.month_start_on = trunc(k.incurred_on, 'month')
  group by k.kind, p.period_kind, p.period_start_on, p.period_end_on, p.is_complete
)

-- What was booked for a part of a period only is not what the period cost: a period that is over is
-- known when bookings of the kind began by its first month and have reached its last.
select
  c.kind,
  c.period_kind,
  c.period_start_on,
  c.is_complete,
  c.cost_cents
from period_costs as c
  join booked_kinds as k on k.kind = c.kind
where k.first_month_on <= c.period_start_on
  and (not c.is_complete or k.last_month_on >= add_months(c.period_end_on, -1))
