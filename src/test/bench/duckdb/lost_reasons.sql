with sliced_deals as (
  unpivot (
    select
      created_on,
      closed_on,
      coalesce(lost_reason, 'not recorded') as lost_reason,
      amount_cents as cents,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
    where status = 'lost'
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

spans as (
  select basis, period_kind, period_start_on, period_end_on, is_complete
  from periods
    cross join (values ('created'), ('closed')) as bases (basis)
  where period_kind not in ('week', 'rolling_12_months')
  union all
  select 'created', 'all', getvariable('calendar_starts_on'), null, false
),

open_deals as (
  unpivot (
    select
      created_on,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
    where status = 'open' and created_on <= getvariable('as_of')
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

losses as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, lost_reason,
    count(*) as lost_count,
    count(cents) as priced_count,
    sum(cents) as cents
  from sliced_deals
    join spans
      on period_kind = 'all'
      or if(basis = 'closed', closed_on, created_on) >= period_start_on
      and if(basis = 'closed', closed_on, created_on) < period_end_on
      and if(basis = 'closed', closed_on, created_on) <= getvariable('as_of')
  group by all
),

filled as (
  select
    firsts.* exclude (first_start_on),
    spans.period_start_on,
    -- What is created in a period is not all decided while one of it is open.
    is_complete and not (
      firsts.basis = 'created' and exists (
        from open_deals
        where open_deals.dimension = firsts.dimension
          and open_deals.dimension_value = firsts.dimension_value
          and open_deals.created_on >= spans.period_start_on
          and open_deals.created_on < spans.period_end_on
      )
    ) as is_complete,
    coalesce(losses.lost_count, 0) as lost_count,
    coalesce(losses.priced_count, 0) as priced_count,
    if(losses.lost_count > 0, losses.cents, 0) as cents,
    sum(coalesce(losses.lost_count, 0)) over slices as all_lost_count,
    sum(losses.cents) over slices as all_cents
  from (
      select
        basis, period_kind, dimension, dimension_value, lost_reason,
        min(period_start_on) as first_start_on
      from losses
      group by all
    ) as firsts
    join spans
      on spans.basis = firsts.basis
      and spans.period_kind = firsts.period_kind
      and spans.period_start_on >= first_start_on
    left join losses
      on losses.basis = firsts.basis
      and losses.period_kind = firsts.period_kind
      and losses.dimension = firsts.dimension
      and losses.dimension_value = firsts.dimension_value
      and losses.lost_reason = firsts.lost_reason
      and losses.period_start_on = spans.period_start_on
  window slices as (
    partition by
      firsts.basis, firsts.period_kind, firsts.dimension, firsts.dimension_value,
      spans.period_start_on
  )
)

select
  *,
  lost_count / nullif(all_lost_count, 0) as lost_share,
  wilson_low(lost_count, all_lost_count) as lost_share_low,
  wilson_high(lost_count, all_lost_count) as lost_share_high,
  amount_of(cents) as lost_amount,
  cents / nullif(all_cents, 0) as lost_amount_share,
  all_lost_count >= getvariable('minimum_sample') as has_minimum_sample
from filled
