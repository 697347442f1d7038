-- Events have no id, and some are there twice: the row of the file tells them apart. What customers
-- see first is that somebody takes the ticket in charge.
select
  lpad(cast(row_ref.row as string), 9, '0') as event_id,
  ticket as case_id,
  case activity
    when 'Insert ticket' then 'opened'
    when 'Assign seriousness' then 'prioritised'
    when 'Take in charge ticket' then 'answered'
    when 'Wait' then 'waiting'
    when 'Resolve ticket' then 'resolved'
    when 'Closed' then 'closed'
    else 'noted'
  end as kind,
  resource as agent_user_id,
  activity in ('Take in charge ticket', 'Resolve ticket') as is_public,
  happened_at,
  row_ref
from events
