with sliced_leads as (
  unpivot (
    select
      cast(leads.created_at as date) as created_on,
      case
        when cast(leads.converted_at as date) <= getvariable('as_of')
          then cast(leads.converted_at as date)
        else date '9999-12-31'
      end as converted_on,
      coalesce(cast(leads.qualified_at as date) <= getvariable('as_of'), false) as is_qualified,
      'all' as "all",
      coalesce(leads.source, 'not recorded') as source,
      coalesce(leads.campaign_id, 'none') as campaign,
      coalesce(leads.country, 'unknown') as country,
      coalesce(leads.segment, 'unknown') as segment,
      coalesce(leads.owner_user_id, 'unknown') as owner,
      coalesce(owners.team, 'unknown') as team
    from leads
      asof left join user_history as owners
        on owners.user_id = leads.owner_user_id
        and owners.valid_from_on <= cast(leads.created_at as date)
  )
  on "all", source, campaign, country, segment, owner, team
  into name dimension value dimension_value
)

select
  dimension,
  dimension_value,
  created_on,
  converted_on,
  count(*) as leads_count,
  count_if(is_qualified) as qualified_count
from sliced_leads
group by all
