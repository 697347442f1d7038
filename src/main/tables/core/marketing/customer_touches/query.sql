with named_touches as (
  select
    touches.touch_id,
    touches.customer_id,
    touches.campaign_id,
    touches.channel,
    touches.touched_at
  from touches
  where touches.customer_id is not null
  union all
  -- A touch that names only a lead belongs to the customer the lead became.
  select
    touches.touch_id,
    leads.customer_id,
    touches.campaign_id,
    touches.channel,
    touches.touched_at
  from touches
  join leads
    on leads.lead_id = touches.lead_id
  where touches.customer_id is null
    and leads.customer_id is not null
)

select
  named_touches.touch_id,
  -- A merged customer takes its touches along.
  coalesce(customer_identities.surviving_customer_id, named_touches.customer_id) as customer_id,
  named_touches.campaign_id,
  named_touches.channel,
  cast(named_touches.touched_at as date) as touched_on,
  named_touches.touched_at
from named_touches
left join customer_identities
  on customer_identities.customer_id = named_touches.customer_id
