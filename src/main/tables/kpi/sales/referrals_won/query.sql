-- Who is referred is known as a customer or as a lead that became one.
with resolved_referrals as (
  select
    r.referral_id, r.referred_lead_id, r.made_at, to_date(r.made_at) as made_on,
    coalesce(a.surviving_customer_id, r.referrer_customer_id) as referrer_id,
    coalesce(b.surviving_customer_id, r.referred_customer_id, l.customer_id) as referred_id
  from referrals as r
    left join leads as l on l.lead_id = r.referred_lead_id
    left join customer_identities as a on a.customer_id = r.referrer_customer_id
    left join customer_identities as b
      on b.customer_id = coalesce(r.referred_customer_id, l.customer_id)
  where to_date(r.made_at) <= :as_of
),

lead_customers as (
  select
    coalesce(i.surviving_customer_id, l.customer_id) as customer_id,
    max(to_date(l.created_at)) as last_lead_on
  from leads as l
    left join customer_identities as i on i.customer_id = l.customer_id
  where l.customer_id is not null
  group by coalesce(i.surviving_customer_id, l.customer_id)
),

-- The first referral of somebody wins her, if she had not bought before. Nobody refers herself, also
-- where that shows only once two records of her are merged.
outcomes as (
  select
    r.*, r.referred_lead_id is not null or coalesce(l.last_lead_on >= r.made_on, false) as is_lead,
    row_number() over (partition by r.referred_id order by r.made_at, r.referral_id) = 1
      and coalesce(v.first_ordered_on >= r.made_on, false) as is_won
  from resolved_referrals as r
    left join lead_customers as l on l.customer_id = r.referred_id
    left join customer_lifetime_values as v on v.customer_id = r.referred_id
  where r.referrer_id is distinct from r.referred_id
),

-- A referral counts when it is made, a customer when she first buys.
entries as (
  select
    made_on as entry_on, referrer_id, 1 as referrals, int(is_lead) as leads, int(is_won) as wins,
    0 as new_customers, false as is_referred, cast(null as decimal(18, 2)) as value_amount
  from outcomes
  union all
  select v.first_ordered_on, null, 0, 0, 0, 1, o.referral_id is not null, v.lifetime_value_amount
  from customer_lifetime_values as v
    left join outcomes as o on o.referred_id = v.customer_id and o.is_won
),

entry_periods as (
  select
    starts.period_kind, starts.period_start_on,
    sum(e.referrals) as referrals_count, count(distinct e.referrer_id) as referrers_count,
    sum(e.leads) as leads_count, sum(e.wins) as customers_count,
    sum(e.new_customers) as new_customers, count_if(e.is_referred) as referred_new_customers,
    count(if(e.is_referred, e.value_amount, null)) as referred_valued_count,
    cast(avg(if(e.is_referred, e.value_amount, null)) as decimal(18, 2))
      as referred_mean_value_amount,
    count(if(e.is_referred, null, e.value_amount)) as other_valued_count,
    cast(avg(if(e.is_referred, null, e.value_amount)) as decimal(18, 2)) as other_mean_value_amount
  from entries as e
    join calendar as c on c.day_on = e.entry_on
    lateral view stack(
      5, 'month', month_start_on, 'quarter', quarter_start_on, 'year', year_start_on,
      'fiscal_quarter', fiscal_quarter_start_on, 'fiscal_year', fiscal_year_start_on
    ) starts as period_kind, period_start_on
  group by starts.period_kind, starts.period_start_on
),

-- From the first referral on; a period without one is a row of zeros.
referral_starts as (
  select period_kind, min(period_start_on) as first_start_on
  from entry_periods where referrals_count > 0 group by period_kind
)

select
  p.period_kind, p.period_start_on, p.is_complete,
  coalesce(referrals_count, 0) as referrals_count, coalesce(referrers_count, 0) as referrers_count,
  coalesce(e.leads_count, 0) as leads_count, coalesce(e.customers_count, 0) as customers_count,
  e.customers_count / nullif(e.referrals_count, 0) as referral_conversion_rate,
  wilson_low(e.customers_count, e.referrals_count) as referral_conversion_rate_low,
  wilson_high(e.customers_count, e.referrals_count) as referral_conversion_rate_high,
  coalesce(e.referrals_count, 0) >= :minimum_sample as has_minimum_referrals_sample,
  coalesce(b.closing_customers, 0) as closing_customers,
  coalesce(e.referrals_count, 0) / nullif(b.closing_customers, 0) as referrals_per_customer,
  coalesce(e.new_customers, 0) as new_customers,
  coalesce(e.referred_new_customers, 0) as referred_new_customers,
  e.referred_new_customers / nullif(e.new_customers, 0) as referred_share,
  wilson_low(e.referred_new_customers, e.new_customers) as referred_share_low,
  wilson_high(e.referred_new_customers, e.new_customers) as referred_share_high,
  coalesce(e.new_customers, 0) >= :minimum_sample as has_minimum_sample,
  coalesce(e.referred_valued_count, 0) as referred_valued_count, e.referred_mean_value_amount,
  coalesce(e.other_valued_count, 0) as other_valued_count, e.other_mean_value_amount,
  coalesce(least(referred_valued_count, other_valued_count), 0) >= :minimum_sample
    as has_minimum_values_sample,
  coalesce(b.new_customers, 0) as customer_base_new_customers
from referral_starts as s
  join periods as p on p.period_kind = s.period_kind and p.period_start_on >= s.first_start_on
  left join entry_periods as e
    on e.period_kind = p.period_kind and e.period_start_on = p.period_start_on
  left join customer_base as b
    on b.period_kind = p.period_kind and b.period_start_on = p.period_start_on
    and b.dimension = 'all'
