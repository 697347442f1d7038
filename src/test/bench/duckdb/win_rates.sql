with asked as (
  select 'to_date' as horizon, null as days
  union all
  select days || '_days', days
  from (select unnest(getvariable('conversion_window_days')) as days)
),

spans as (
  select period_kind, period_start_on, period_end_on, is_complete as is_over
  from periods
  where period_kind not in ('week', 'rolling_12_months')
  union all
  select 'all', getvariable('calendar_starts_on'), date '9999-12-31', false
),

sliced_deals as (
  unpivot (
    select
      created_on,
      closed_on,
      status,
      amount_cents,
      'all' as "all",
      country,
      segment,
      coalesce(owner_user_id, 'unknown') as owner,
      team,
      product_category,
      acquisition_channel,
      pipeline
    from deals
  )
  on "all", country, segment, owner, team, product_category, acquisition_channel, pipeline
  into name dimension value dimension_value
),

-- By creation: the deals that the period created, and what they were at the age.
created_deals as (
  select
    'created' as basis, period_kind, period_start_on, dimension, dimension_value, horizon,
    days is null
      or coalesce(
        created_on + days <= getvariable('as_of') and (status = 'open' or closed_on is not null),
        false
      ) as is_asked,
    case
      when status <> 'open' and (days is null or closed_on <= created_on + days) then status
      else 'open'
    end as state,
    amount_cents
  from sliced_deals
    join spans
      on period_kind = 'all'
      or created_on >= period_start_on
      and created_on < period_end_on
      and created_on <= getvariable('as_of')
    cross join asked
),

-- By closing: won or lost in the period, or still open on its last day.
closed_deals as (
  select
    'closed' as basis, period_kind, period_start_on, dimension, dimension_value,
    'to_date' as horizon,
    true as is_asked,
    if(closed_on < period_end_on, status, 'open') as state,
    amount_cents
  from sliced_deals
    join spans
      on period_kind <> 'all'
      and (
        closed_on >= period_start_on and closed_on < period_end_on
        or created_on < period_end_on
        and created_on <= getvariable('as_of')
        and (status = 'open' or closed_on >= period_end_on)
      )
),

counts as (
  select
    basis, period_kind, period_start_on, dimension, dimension_value, horizon,
    count(*) as deals,
    count_if(is_asked) as asked,
    count_if(is_asked and state = 'won') as won,
    count_if(is_asked and state = 'lost') as lost,
    count_if(is_asked and state <> 'open' and amount_cents > 0) as priced,
    -- Nobody knows what deals were worth of which none says so; nothing was won with no deal.
    case
      when won = 0 then 0
      when count(amount_cents) filter (is_asked and state = 'won') > 0
        then coalesce(sum(amount_cents) filter (is_asked and state = 'won' and amount_cents > 0), 0)
    end as won_cents,
    case
      when lost = 0 then 0
      when count(amount_cents) filter (is_asked and state = 'lost') > 0
        then coalesce(sum(amount_cents) filter (is_asked and state = 'lost' and amount_cents > 0), 0)
    end as lost_cents,
    sum(amount_cents::double ^ 2) filter (is_asked and state <> 'open' and amount_cents > 0)
      as squares
  from (from created_deals union all by name from closed_deals) as seen
  group by all
),

rows_wanted as (
  select basis, horizon, days, dimension, dimension_value, spans.*
  from deal_slices
    join spans on period_kind = 'all' or period_end_on > first_on
    cross join asked
    join (values ('created'), ('closed')) as bases (basis)
      on basis = 'created' or period_kind <> 'all' and horizon = 'to_date'
),

filled as (
  select
    rows_wanted.*,
    coalesce(counts.deals, 0) as deals_count,
    coalesce(counts.asked, 0) as eligible_count,
    coalesce(counts.won, 0) as won_count,
    coalesce(counts.lost, 0) as lost_count,
    coalesce(counts.priced, 0) as priced_count,
    if(counts.deals is null, 0, counts.won_cents) as won_cents,
    if(counts.deals is null, 0, counts.lost_cents) as lost_cents,
    (counts.won_cents + counts.lost_cents)::double ^ 2 / nullif(squares, 0) as effective
  from rows_wanted
    left join counts using (
      basis, period_kind, period_start_on, dimension, dimension_value, horizon
    )
)

select
  *,
  eligible_count - won_count - lost_count as open_count,
  won_count / nullif(won_count + lost_count, 0) as win_rate,
  wilson_low(won_count, won_count + lost_count) as win_rate_low,
  wilson_high(won_count, won_count + lost_count) as win_rate_high,
  won_count + lost_count >= getvariable('minimum_sample') as has_minimum_sample,
  won_count / nullif(eligible_count, 0) as won_of_all_rate,
  wilson_low(won_count, eligible_count) as won_of_all_rate_low,
  wilson_high(won_count, eligible_count) as won_of_all_rate_high,
  eligible_count >= getvariable('minimum_sample') as won_of_all_has_minimum_sample,
  priced_count / nullif(won_count + lost_count, 0) as priced_share,
  amount_of(won_cents) as won_amount,
  amount_of(lost_cents) as lost_amount,
  won_cents / nullif(won_cents + lost_cents, 0) as win_rate_by_amount,
  wilson_low(won_cents / nullif(won_cents + lost_cents, 0) * effective, effective)
    as win_rate_by_amount_low,
  wilson_high(won_cents / nullif(won_cents + lost_cents, 0) * effective, effective)
    as win_rate_by_amount_high,
  priced_count >= getvariable('minimum_sample') as by_amount_has_minimum_sample,
  is_over
    and if(
      basis = 'closed',
      true,
      if(
        days is null,
        won_count + lost_count = deals_count,
        period_end_on - 1 + days <= getvariable('as_of')
      )
    ) as is_complete
from filled
