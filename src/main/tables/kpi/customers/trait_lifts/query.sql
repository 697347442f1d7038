-- What the first order was for: the product that most was paid for.
with first_categories as (
  select
    l.customer_id,
    max_by(p.product_category, struct(p.gross_revenue_cents, p.product_id)) as category
  from customer_lifetime as l
    join order_product_values as p on p.order_id = l.first_order_id
  where p.product_category is not null
  group by l.customer_id
),

-- Who first bought less than churn_after_days ago cannot have been lost yet.
buyers as (
  select
    l.customer_id,
    datediff(:as_of, l.first_ordered_on) >= :churn_after_days as could_be_lost,
    datediff(:as_of, l.last_ordered_on) >= :churn_after_days as is_lost,
    10 * (rank() over (order by l.net_revenue_cents desc) - 1) < count(*) over () as is_best,
    l.repeat_purchase_days_count > 0 as bought_again,
    l.refunded_cents > 0 as got_money_back
  from customer_lifetime as l
  where l.first_ordered_on is not null
),

case_customers as (
  select distinct customer_id from case_times where cast(opened_at as date) <= :as_of
),

-- What nobody knows of a customer is no trait; where nobody had a case, nobody records them.
known_traits as (
  select
    b.*,
    nullif(o.country, 'unknown') as country,
    nullif(o.segment, 'unknown') as segment,
    nullif(o.acquisition_channel, 'unknown') as acquisition_channel,
    case when o.campaign_id is not null then true when o.evidence <> 'none' then false end
      as won_by_campaign,
    c.category as first_category,
    if(max(k.customer_id is not null) over (), k.customer_id is not null, null)
      as had_service_case,
    case when s.survey_score >= 50 then 'upper_half' when s.survey_score < 50 then 'lower_half' end
      as last_survey_answer
  from buyers as b
    join customer_origins as o on o.customer_id = b.customer_id
    join customer_segments as s on s.customer_id = b.customer_id
    left join first_categories as c on c.customer_id = b.customer_id
    left join case_customers as k on k.customer_id = b.customer_id
),

trait_counts as (
  select
    members.customer_group, traits.trait, traits.trait_value,
    count_if(members.is_member) as with_in_group,
    count(*) as with_in_base
  from known_traits
  lateral view stack(
    2, 'lost', is_lost, could_be_lost, 'best_tenth', is_best, true
  ) members as customer_group, is_member, is_eligible
  lateral view stack(
    9, 'country', country, 'segment', segment, 'acquisition_channel', acquisition_channel,
    'won_by_campaign', case won_by_campaign when true then 'yes' when false then 'no' end,
    'first_category', first_category,
    'bought_again', if(bought_again, 'yes', 'no'),
    'got_money_back', if(got_money_back, 'yes', 'no'),
    'had_service_case', case had_service_case when true then 'yes' when false then 'no' end,
    'last_survey_answer', last_survey_answer
  ) traits as trait, trait_value
  where members.is_eligible and traits.trait_value is not null
  group by members.customer_group, traits.trait, traits.trait_value
),

-- A customer has one value of a trait, so that its values make up the group and the base.
trait_shares as (
  select
    *,
    sum(with_in_group) over whole_trait as group_count,
    sum(with_in_base) over whole_trait as base_count
  from trait_counts
  window whole_trait as (partition by customer_group, trait)
),

-- The variance as one fraction of whole numbers: exactly 0 where nothing can vary.
trait_errors as (
  select
    *,
    double(with_in_group) as a, double(with_in_base) as t,
    double(group_count) as g, double(base_count) as n,
    g * t * n - a * g * n - a * t * n - a * g * t + 2 * a * a * n as spread,
    sqrt(if(spread > 0, spread, null) / nullif(a * g * t * n, 0)) as log_error
  from trait_shares
)

select
  customer_group, trait, trait_value,
  with_in_group as group_with_trait_count,
  group_count,
  with_in_group / nullif(group_count, 0) as share_in_group,
  wilson_low(with_in_group, group_count) as share_in_group_low,
  wilson_high(with_in_group, group_count) as share_in_group_high,
  with_in_base as base_with_trait_count,
  base_count,
  with_in_base / base_count as share_in_base,
  share_in_group / share_in_base as lift,
  log_interval_low(lift, log_error) as lift_low,
  log_interval_high(lift, log_error) as lift_high,
  group_count >= :minimum_sample and with_in_base >= :minimum_sample as has_minimum_sample
from trait_errors
