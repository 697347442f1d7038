-- Who is qualified or becomes a customer after today is neither yet.
select
  dimension,
  dimension_value,
  to_date(leads.created_at) as created_on,
  if(to_date(leads.converted_at) <= :as_of, to_date(leads.converted_at), date '9999-12-31')
    as converted_on,
  count(*) as leads_count,
  count_if(to_date(leads.qualified_at) <= :as_of) as qualified_count
from leads
-- A lead stays with the team that its owner was in when it came.
left join user_history as owners
  on owners.user_id = leads.owner_user_id
  and to_date(leads.created_at) >= owners.valid_from_on
  and to_date(leads.created_at) < owners.valid_until_on
lateral view stack(
  7,
  'all', 'all',
  'source', coalesce(leads.source, 'not recorded'),
  'campaign', coalesce(leads.campaign_id, 'none'),
  'country', coalesce(leads.country, 'unknown'),
  'segment', coalesce(leads.segment, 'unknown'),
  'owner', coalesce(leads.owner_user_id, 'unknown'),
  'team', coalesce(owners.team, 'unknown')
) slices as dimension, dimension_value
group by all
