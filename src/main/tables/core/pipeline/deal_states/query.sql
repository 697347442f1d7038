-- A close date is pushed when it is put later than the last one that was told of the open deal.
with told_values as (
  select
    opportunity_id, valid_from_on, valid_until_on, status, stage, owner_user_id, amount, currency,
    win_probability, expected_close_on,
    to_date(closed_at) as told_closed_on,
    count(if(status = 'open', expected_close_on, null)) over in_time > 0 as has_forecast,
    status = 'open' and expected_close_on
      > lag(if(status = 'open', expected_close_on, null)) ignore nulls over in_time as is_pushed,
    max(if(status = 'open', valid_from_on, null)) over in_time as told_open_on
  from opportunity_history
  window in_time as (partition by opportunity_id order by valid_from_on)
),

told_deals as (
  select
    told_values.*,
    count_if(is_pushed) over (partition by opportunity_id order by valid_from_on) as pushes_count
  from told_values
),

-- A deal that was told as won or lost and later as open was closed between: from the day that was
-- stated, not before the last one on which it was told as open.
reopened_deals as (
  select
    opportunity_id,
    max_by(status, valid_from_on) as closed_as,
    greatest(max_by(coalesce(told_closed_on, valid_from_on), valid_from_on), told_open_on)
      as closed_on,
    max(valid_until_on) as reopened_on
  from told_deals
  where status <> 'open'
  group by opportunity_id, told_open_on
  having max(valid_until_on) < date '9999-12-31'
),

told_ends as (
  select opportunity_id, min(valid_from_on) as told_on
  from told_deals
  where status <> 'open' and told_open_on is not null
  group by opportunity_id, told_open_on
  having max(valid_until_on) = date '9999-12-31'
),

-- Where the CRM has no day, a deal was decided when that was first told of the open deal. Until when
-- a deal was open that was never told as open, nobody knows.
dated_deals as (
  select
    deals.opportunity_id,
    to_date(deals.created_at) as created_on,
    if(deals.status = 'open', null, coalesce(to_date(deals.closed_at), told.told_on)) as decided_on,
    if(decided_on <= :as_of, decided_on, null) as closed_on,
    if(closed_on is null, null, deals.status) as closed_as
  from opportunities as deals
  left join told_ends as told on told.opportunity_id = deals.opportunity_id
  where deals.created_at is not null and (
    deals.status = 'open' or deals.closed_at is not null or told.told_on is not null
  )
),

deal_ends as (
  select opportunity_id, closed_as, closed_on, reopened_on
  from reopened_deals
  union all
  select opportunity_id, closed_as, closed_on, cast(null as date) as reopened_on
  from dated_deals
),

open_spans as (
  select
    ends.opportunity_id,
    greatest(deal.created_on, lag(ends.reopened_on) over in_time) as opened_on,
    coalesce(least(ends.closed_on, ends.reopened_on, deal.closed_on), date '9999-12-31')
      as closed_on,
    -- Who was open again only after the closing that is known now was not open again.
    if(ends.reopened_on < deal.closed_on, ends.closed_as, coalesce(deal.closed_as, ends.closed_as))
      as closed_as
  from deal_ends as ends
  join dated_deals as deal on deal.opportunity_id = ends.opportunity_id
  window in_time as (partition by ends.opportunity_id order by ends.reopened_on nulls last)
)

select
  span.opportunity_id,
  greatest(span.opened_on, told.valid_from_on) as from_on,
  least(span.closed_on, told.valid_until_on) as until_on,
  span.closed_as,
  -- What is told of a closed deal is its end, neither stage nor chance of the days before.
  if(told.status = 'open', told.stage, null) as told_stage,
  told.owner_user_id,
  told.amount,
  told.currency,
  if(told.status = 'open', told.win_probability, null) as win_probability,
  if(told.status = 'open', told.expected_close_on, null) as expected_close_on,
  told.pushes_count,
  -- Before anything new was told of any deal, nobody could see a date put later.
  if(
    told.has_forecast,
    (select min(valid_from_on) from opportunity_history where valid_from_on > date '0001-01-01'),
    null
  ) as pushes_seen_from_on
from open_spans as span
left join told_deals as told
  on told.opportunity_id = span.opportunity_id
  and told.valid_from_on < span.closed_on
  and told.valid_until_on > span.opened_on
where span.opened_on < span.closed_on
