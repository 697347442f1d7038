select
  user_id,
  name,
  team,
  manager_id as manager_user_id,
  office,
  licence = 'paid' as has_seat,
  row_ref
from users
