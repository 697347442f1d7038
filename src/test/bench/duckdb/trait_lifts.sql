with buyers as (
  select
    customer_id,
    first_order_id,
    first_ordered_on + getvariable('churn_after_days') <= getvariable('as_of') as could_be_lost,
    last_ordered_on + getvariable('churn_after_days') <= getvariable('as_of') as is_lost,
    net_revenue_cents,
    purchase_days_count,
    refunded_cents
  from customer_lifetime
  where first_ordered_on is not null
),

-- What the poorest of the best tenth has brought; who brought the same is in it too.
threshold as (
  select
    list_sort(list(net_revenue_cents), 'DESC')[cast(ceil(count(*) / 10.0) as integer)] as cents
  from buyers
),

categories as (
  select buyers.customer_id, product_category
  from buyers
    join order_product_values as products on products.order_id = buyers.first_order_id
  where product_category is not null
  qualify row_number() over (
    partition by buyers.customer_id order by gross_revenue_cents desc, product_id desc
  ) = 1
),

traits as (
  unpivot (
    select
      customer_id,
      if(country = 'unknown', null, country) as country,
      if(segment = 'unknown', null, segment) as segment,
      if(acquisition_channel = 'unknown', null, acquisition_channel) as acquisition_channel,
      case when campaign_id is not null then 'yes' when evidence <> 'none' then 'no' end
        as won_by_campaign,
      product_category as first_category,
      if(purchase_days_count > 1, 'yes', 'no') as bought_again,
      if(refunded_cents > 0, 'yes', 'no') as got_money_back,
      case
        when exists (from case_times join buyers using (customer_id))
          then if(customer_id in (
            select customer_id from case_times where customer_id is not null
          ), 'yes', 'no')
      end as had_service_case,
      if(survey_score < 50, 'lower_half', if(survey_score is null, null, 'upper_half'))
        as last_survey_answer
    from buyers
      join customer_segments using (customer_id)
      join (select customer_id, campaign_id, evidence from customer_origins) using (customer_id)
      left join categories using (customer_id)
  )
  on
    country, segment, acquisition_channel, won_by_campaign, first_category, bought_again,
    got_money_back, had_service_case, last_survey_answer
  into name trait value trait_value
),

members as (
  select customer_id, 'lost' as customer_group, is_lost as is_member
  from buyers
  where could_be_lost
  union all
  select customer_id, 'best_tenth', net_revenue_cents >= cents
  from buyers, threshold
),

-- The four cells of each table: in the group or not, with the trait or not.
cells as (
  select
    customer_group,
    trait,
    trait_value,
    count_if(is_member) as with_in,
    count(*) - with_in as with_out,
    any_value(all_in) - with_in as without_in,
    any_value(everybody) as everybody
  from (
    select
      *,
      count_if(is_member) over (partition by customer_group, trait) as all_in,
      count(*) over (partition by customer_group, trait) as everybody
    from members
      join traits using (customer_id)
  )
  group by customer_group, trait, trait_value
),

-- The delta method on log(p_wi) - log(p_wi + p_wo) - log(p_wi + p_ni) over the multinomial cells.
errors as (
  select
    *,
    with_in + without_in as in_group,
    with_in + with_out as in_trait,
    [with_in / everybody, with_out / everybody, without_in / everybody] as shares,
    [
      everybody / with_in - everybody / in_trait - everybody / in_group,
      -everybody / in_trait,
      -everybody / in_group
    ] as slopes,
    list_zip(shares, slopes) as pairs,
    list_sum(list_transform(pairs, lambda pair: pair[1] * pair[2] ^ 2)) as squares,
    list_sum(list_transform(pairs, lambda pair: pair[1] * pair[2])) as mean,
    if(
      with_in > 0 and in_trait < everybody and in_group < everybody,
      sqrt((squares - mean ^ 2) / everybody),
      null
    ) as log_error
  from cells
)

select
  customer_group,
  trait,
  trait_value,
  with_in as group_with_trait_count,
  in_group as group_count,
  with_in / nullif(in_group, 0) as share_in_group,
  wilson_low(with_in, in_group) as share_in_group_low,
  wilson_high(with_in, in_group) as share_in_group_high,
  in_trait as base_with_trait_count,
  everybody as base_count,
  in_trait / everybody as share_in_base,
  with_in * everybody / nullif(in_trait * in_group, 0) as lift,
  lift * exp(-1.959963984540054 * log_error) as lift_low,
  lift * exp(1.959963984540054 * log_error) as lift_high,
  least(in_group, in_trait) >= getvariable('minimum_sample') as has_minimum_sample
from errors
