-- Only won deals are delivered, and without an amount. A deal begins with the first contact of its lead.
select
  deals.mql_id as opportunity_id,
  'won' as stage,
  'won' as status,
  deals.mql_id as lead_id,
  deals.seller_id as customer_id,
  deals.sr_id as owner_user_id,
  leads.origin as source,
  deals.business_segment as segment,
  leads.first_contact_date as created_at,
  deals.won_date as closed_at,
  deals.row_ref
from deals
left join leads on leads.mql_id = deals.mql_id
