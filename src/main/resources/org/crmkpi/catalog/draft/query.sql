-- State the rule of the business here: which rows count, and why.
with dated_rows as (
  select
    cast(date_trunc('month', %1$s.%2$s) as date) as period_start_on%3$s
  from %1$s
%4$s  where cast(%1$s.%2$s as date) <= :as_of
)

select
  'month' as period_kind,
  period_start_on,
  'all' as dimension,
  'all' as dimension_value,
  last_day(period_start_on) <= :as_of as is_complete,
  count(*) as %1$s_count%5$s
from dated_rows
group by period_start_on
