-- No origin and the origin 'unknown' are two things.
select
  leads.mql_id as lead_id,
  leads.origin as source,
  deals.sdr_id as owner_user_id,
  deals.business_segment as segment,
  leads.first_contact_date as created_at,
  deals.won_date as converted_at,
  deals.mql_id as opportunity_id,
  deals.seller_id as customer_id,
  leads.row_ref
from leads
left join deals on deals.mql_id = leads.mql_id
