select
  touches.touch_id,
  coalesce(
    identities.surviving_customer_id, touches.customer_id, leads.customer_id
  ) as customer_id,
  touches.campaign_id,
  touches.channel,
  cast(touches.touched_at as date) as touched_on,
  touches.touched_at
from touches
  left join leads on leads.lead_id = touches.lead_id
  left join customer_identities as identities
    on identities.customer_id = coalesce(touches.customer_id, leads.customer_id)
where coalesce(touches.customer_id, leads.customer_id) is not null
