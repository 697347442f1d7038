-- Work counts for the user who did it, in the team of its day.
with user_work as (
  select
    activities.kind,
    coalesce(activities.user_id, 'unknown') as owner,
    coalesce(users.team, 'unknown') as team,
    to_date(activities.happened_at) as happened_on,
    activities.lead_id,
    activities.opportunity_id,
    activities.outcome
  from activities
  left join user_history as users
    on users.user_id = activities.user_id
    and to_date(activities.happened_at) >= users.valid_from_on
    and to_date(activities.happened_at) < users.valid_until_on
  where to_date(activities.happened_at) <= :as_of
),

-- A won deal counts for its owner, with all that anybody ever did on it.
won_deals as (
  select opportunity_id, coalesce(owner_user_id, 'unknown') as owner, team, closed_on
  from deals
  where status = 'won' and closed_on is not null
),

won_work as (
  select kinds.kind, won_deals.*, count(user_work.kind) as activities_count
  from won_deals
  cross join (select kind from user_work group by kind) as kinds
  left join user_work
    on user_work.opportunity_id = won_deals.opportunity_id
    and user_work.kind = kinds.kind
    and user_work.happened_on <= won_deals.closed_on
  group by all
),

entries as (
  select kind, owner, team, happened_on as entry_on, lead_id, opportunity_id, outcome,
    1L as activities_count, 0L as won_deals_count, 0L as won_activities_count
  from user_work
  union all
  select kind, owner, team, closed_on, null, null, null, 0L, 1L, activities_count
  from won_work
),

sliced_entries as (
  select kind, dimension, dimension_value, entries.* except (kind, owner, team)
  from entries
  lateral view stack(3, 'all', 'all', 'owner', owner, 'team', team) slices
    as dimension, dimension_value
),

period_counts as (
  select
    period_kind, period_start_on, kind, dimension, dimension_value,
    sum(activities_count) as activities_count,
    count(outcome) as answered_count,
    count_if(outcome = 'connected') as connected_count,
    count(lead_id) as on_leads_count,
    count(distinct lead_id) as leads_count,
    count(opportunity_id) as on_deals_count,
    count(distinct opportunity_id) as deals_count,
    sum(won_deals_count) as won_deals_count,
    sum(won_activities_count) as on_won_deals_count
  from sliced_entries
  join periods on entry_on >= period_start_on and entry_on < period_end_on
  group by all
),

slice_starts as (
  select kind, dimension, dimension_value, min(entry_on) as first_on
  from sliced_entries
  group by all
)

-- A period in which nobody did anything is a zero row, not a gap.
select
  period.period_kind, period.period_start_on, slice.dimension, slice.dimension_value, slice.kind,
  coalesce(activities_count, 0) as activities_count,
  coalesce(answered_count, 0) as outcome_known_count,
  coalesce(connected_count, 0) as connected_count,
  connected_count / nullif(answered_count, 0) as connected_rate,
  wilson_low(connected_count, answered_count) as connected_rate_low,
  wilson_high(connected_count, answered_count) as connected_rate_high,
  coalesce(answered_count >= :minimum_sample, false) as has_minimum_sample,
  coalesce(on_leads_count, 0) as on_leads_count,
  coalesce(leads_count, 0) as leads_count,
  on_leads_count / nullif(leads_count, 0) as activities_per_lead,
  coalesce(on_deals_count, 0) as on_deals_count,
  coalesce(counts.deals_count, 0) as deals_count,
  on_deals_count / nullif(counts.deals_count, 0) as activities_per_deal,
  coalesce(on_won_deals_count, 0) as on_won_deals_count,
  coalesce(won_deals_count, 0) as won_deals_count,
  on_won_deals_count / nullif(won_deals_count, 0) as activities_per_won_deal,
  period.is_complete
from slice_starts as slice
join periods as period on period.period_end_on > slice.first_on
left join period_counts as counts
  using (period_kind, period_start_on, dimension, dimension_value, kind)
