-- Who a record is today.
with people as (
  select customer_id, coalesce(surviving_customer_id, customer_id) as person
  from (
    select referrer_customer_id as customer_id from referrals
    union
    select referred_customer_id from referrals
    union
    select customer_id from leads
  ) as named
    left join customer_identities using (customer_id)
),

buyers as (
  select customer_id as person, first_ordered_on as bought_on
  from customer_lifetime
  where first_ordered_on is not null
),

made as (
  select
    referral_id,
    made_at,
    cast(made_at as date) as made_on,
    referrers.person as referrer,
    referred.person as referred,
    referred_lead_id is not null or exists (
      from leads join people using (customer_id)
      where people.person = referred.person
        and cast(leads.created_at as date) >= cast(made_at as date)
    ) as has_lead
  from referrals
    left join leads as named on named.lead_id = referred_lead_id
    join people as referrers on referrers.customer_id = referrer_customer_id
    left join people as referred
      on referred.customer_id = coalesce(referred_customer_id, named.customer_id)
  where cast(made_at as date) <= getvariable('as_of')
    and referred.person is distinct from referrers.person
),

-- The earliest referral of each person, where she bought later.
wins as (
  select arg_min(referral_id, (made_at, referral_id)) as referral_id, referred as person
  from made
  where referred is not null
  group by referred
),

good_wins as (
  select referral_id, person, bought_on
  from wins
    join made using (referral_id)
    join buyers using (person)
  where bought_on >= made_on
),

shown as (
  from periods
  where period_kind not in ('week', 'rolling_12_months')
),

of_referrals as (
  select
    period_kind,
    period_start_on,
    count(*) as referrals_count,
    count(distinct referrer) as referrers_count,
    count_if(has_lead) as leads_count,
    count(person) as customers_count
  from shown
    join made on made_on >= period_start_on and made_on < period_end_on
    left join good_wins using (referral_id)
  group by all
),

of_customers as (
  select
    period_kind,
    period_start_on,
    count(*) as new_customers,
    count(referral_id) as referred_new_customers
  from shown
    join buyers on buyers.bought_on >= period_start_on and buyers.bought_on < period_end_on
    left join good_wins using (person)
  group by all
)

select
  period_kind,
  period_start_on,
  shown.is_complete,
  coalesce(of_referrals.referrals_count, 0) as referrals_count,
  coalesce(of_referrals.referrers_count, 0) as referrers_count,
  coalesce(of_referrals.leads_count, 0) as leads_count,
  coalesce(of_referrals.customers_count, 0) as customers_count,
  of_referrals.customers_count / of_referrals.referrals_count as referral_conversion_rate,
  wilson_low(of_referrals.customers_count, of_referrals.referrals_count)
    as referral_conversion_rate_low,
  wilson_high(of_referrals.customers_count, of_referrals.referrals_count)
    as referral_conversion_rate_high,
  coalesce(of_referrals.referrals_count, 0) >= getvariable('minimum_sample')
    as has_minimum_referrals_sample,
  coalesce(base.closing_customers, 0) as closing_customers,
  coalesce(of_referrals.referrals_count, 0) / nullif(base.closing_customers, 0)
    as referrals_per_customer,
  coalesce(of_customers.new_customers, 0) as new_customers,
  coalesce(of_customers.referred_new_customers, 0) as referred_new_customers,
  of_customers.referred_new_customers / of_customers.new_customers as referred_share,
  wilson_low(of_customers.referred_new_customers, of_customers.new_customers)
    as referred_share_low,
  wilson_high(of_customers.referred_new_customers, of_customers.new_customers)
    as referred_share_high,
  coalesce(of_customers.new_customers, 0) >= getvariable('minimum_sample') as has_minimum_sample,
  coalesce(base.new_customers, 0) as customer_base_new_customers
from shown
  left join of_referrals using (period_kind, period_start_on)
  left join of_customers using (period_kind, period_start_on)
  left join (from customer_base where dimension = 'all') as base
    using (period_kind, period_start_on)
where period_end_on > (select min(made_on) from made)
