-- Some develop leads, some close deals, some do both.
with
people as (
  select sdr_id as user_id, row_ref from deals
  union all
  select sr_id as user_id, row_ref from deals
)
select
  user_id,
  true as has_seat,
  min(row_ref) as row_ref
from people
group by user_id
