with user_work as (
  select
    activities.*,
    cast(happened_at as date) as happened_on,
    coalesce(activities.user_id, 'unknown') as owner,
    coalesce(users.team, 'unknown') as team
  from activities
    asof left join user_history as users
      on users.user_id = activities.user_id
      and users.valid_from_on <= cast(activities.happened_at as date)
  where cast(happened_at as date) <= getvariable('as_of')
),

slices as (
  unpivot (
    select kind, happened_on as entry_on, lead_id, opportunity_id, outcome, 'all' as "all", owner, team
    from user_work
  )
  on "all", owner, team
  into name dimension value dimension_value
),

won_slices as (
  unpivot (
    select
      opportunity_id, closed_on,
      'all' as "all", coalesce(owner_user_id, 'unknown') as owner, team
    from deals
    where status = 'won' and closed_on is not null
  )
  on "all", owner, team
  into name dimension value dimension_value
),

kinds as (
  select distinct kind from user_work
),

starts as (
  select kind, dimension, dimension_value, min(first_on) as first_on
  from (
    select kind, dimension, dimension_value, entry_on as first_on
    from slices
    union all
    select kind, dimension, dimension_value, closed_on
    from won_slices cross join kinds
  ) as firsts
  group by all
),

done as (
  select
    period_kind, period_start_on, dimension, dimension_value, kind,
    count(*) as activities_count,
    count(outcome) as outcome_known_count,
    count_if(outcome = 'connected') as connected_count,
    count(lead_id) as on_leads_count,
    count(distinct lead_id) as leads_count,
    count(opportunity_id) as on_deals_count,
    count(distinct opportunity_id) as deals_count
  from slices
    join periods on entry_on >= period_start_on and entry_on < period_end_on
  group by all
),

won as (
  select
    period_kind, period_start_on, dimension, dimension_value, kind,
    count(*) as won_deals_count,
    sum((
      select count(*)
      from user_work
      where user_work.opportunity_id = won_slices.opportunity_id
        and user_work.kind = kinds.kind
        and user_work.happened_on <= won_slices.closed_on
    )) as on_won_deals_count
  from won_slices
    join periods on closed_on >= period_start_on and closed_on < period_end_on
    cross join kinds
  group by all
)

select
  starts.* exclude (first_on),
  periods.period_kind,
  periods.period_start_on,
  periods.is_complete,
  coalesce(done.activities_count, 0) as activities_count,
  coalesce(done.outcome_known_count, 0) as outcome_known_count,
  coalesce(done.connected_count, 0) as connected_count,
  done.connected_count / nullif(done.outcome_known_count, 0) as connected_rate,
  wilson_low(done.connected_count, done.outcome_known_count) as connected_rate_low,
  wilson_high(done.connected_count, done.outcome_known_count) as connected_rate_high,
  coalesce(done.outcome_known_count, 0) >= getvariable('minimum_sample') as has_minimum_sample,
  coalesce(done.on_leads_count, 0) as on_leads_count,
  coalesce(done.leads_count, 0) as leads_count,
  done.on_leads_count / nullif(done.leads_count, 0) as activities_per_lead,
  coalesce(done.on_deals_count, 0) as on_deals_count,
  coalesce(done.deals_count, 0) as deals_count,
  done.on_deals_count / nullif(done.deals_count, 0) as activities_per_deal,
  coalesce(won.on_won_deals_count, 0) as on_won_deals_count,
  coalesce(won.won_deals_count, 0) as won_deals_count,
  won.on_won_deals_count / won.won_deals_count as activities_per_won_deal
from starts
  join periods on periods.period_end_on > starts.first_on
  left join done using (period_kind, period_start_on, dimension, dimension_value, kind)
  left join won using (period_kind, period_start_on, dimension, dimension_value, kind)
