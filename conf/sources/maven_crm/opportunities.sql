-- Open deals have no amount, those in prospecting no date; the pipeline writes GTXPro for GTX Pro.
select
  deals.opportunity_id,
  deals.deal_stage as stage,
  case deals.deal_stage when 'Won' then 'won' when 'Lost' then 'lost' else 'open' end as status,
  deals.account as account_id,
  deals.account as customer_id,
  deals.sales_agent as owner_user_id,
  case deals.product when 'GTXPro' then 'GTX Pro' else deals.product end as product_id,
  products.series as product_category,
  accounts.office_location as country,
  accounts.sector as segment,
  deals.engage_date as created_at,
  deals.close_date as closed_at,
  deals.close_value as amount,
  if(deals.close_value is null, null, 'USD') as currency,
  deals.row_ref
from pipeline as deals
left join products
  on products.product = case deals.product when 'GTXPro' then 'GTX Pro' else deals.product end
left join accounts on accounts.account = deals.account
