-- A team goes by the name of its manager, who belongs to it.
with
people as (
  select sales_agent as user_id, manager, manager as reports_to, regional_office, row_ref from agents
  union all
  select manager as user_id, manager, cast(null as string) as reports_to, regional_office, row_ref from agents
)
select
  user_id,
  user_id as name,
  min(manager) as team,
  min(reports_to) as manager_user_id,
  min(regional_office) as office,
  true as has_seat,
  min(row_ref) as row_ref
from people
group by user_id
