-- The months for which a kind is booked, from its first booking to its last, must hold all months of
-- a period that is over, and the first of one that goes on.
with reach as (
  select kind, min(incurred_on) as first_on, max(incurred_on) as last_on
  from cost_values
  group by kind
),

booked as (
  select
    reach.kind, period_kind, period_start_on, period_end_on, is_complete,
    coalesce(sum(cost_cents), 0) as cost_cents
  from periods
    cross join reach
    left join cost_values
      on cost_values.kind = reach.kind
      and incurred_on >= period_start_on and incurred_on < period_end_on
  where period_kind <> 'week'
  group by all
)

select booked.*
from booked
  join reach using (kind)
where first_on < months_after(period_start_on, 1)
  and case when is_complete then last_on >= months_after(period_end_on, -1) else last_on >= period_start_on end
