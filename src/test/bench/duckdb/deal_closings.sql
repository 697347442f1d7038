-- When a deal was won or lost, and open again: told later as open, or never.
with told_closings as (
  select
    closed.*,
    (
      select min(later.valid_from_on)
      from opportunity_history as later
      where later.opportunity_id = closed.opportunity_id
        and later.status = 'open'
        and later.valid_from_on > closed.valid_from_on
    ) as reopened_on,
    (
      select max(earlier.valid_from_on)
      from opportunity_history as earlier
      where earlier.opportunity_id = closed.opportunity_id
        and earlier.status = 'open'
        and earlier.valid_from_on < closed.valid_from_on
    ) as last_open_on
  from opportunity_history as closed
  where status <> 'open'
),

-- By the CRM, else when a deal that had been told as open was told as decided.
decided as (
  select
    opportunity_id,
    status,
    coalesce(
      cast(closed_at as date),
      (
        select min(told.valid_from_on)
        from opportunity_history as told
        where told.opportunity_id = opportunities.opportunity_id
          and told.valid_from_on > (
            select max(valid_from_on)
            from opportunity_history as open
            where open.opportunity_id = opportunities.opportunity_id and open.status = 'open'
          )
      )
    ) as decided_on
  from opportunities
  where status <> 'open'
),

closings as (
  select
    opportunity_id,
    arg_max(status, valid_from_on) as closed_as,
    greatest(
      arg_max(coalesce(cast(closed_at as date), valid_from_on), valid_from_on),
      max(last_open_on)
    ) as closed_on,
    reopened_on
  from told_closings
  where reopened_on is not null
  group by opportunity_id, reopened_on
  union all
  select opportunity_id, status, decided_on, date '9999-12-31'
  from decided
  where decided_on <= getvariable('as_of')
)

from closings
