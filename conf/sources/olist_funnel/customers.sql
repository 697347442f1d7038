-- A lead that was won sells on the marketplace: it is a customer of the marketplace.
select
  deals.seller_id as customer_id,
  'company' as customer_kind,
  deals.business_segment as segment,
  leads.origin as acquisition_channel,
  deals.won_date as created_at,
  deals.row_ref
from deals
left join leads on leads.mql_id = deals.mql_id
