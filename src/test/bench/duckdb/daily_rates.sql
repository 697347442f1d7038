-- The newest quotation of a currency up to a day, unless it is too old.
with currency_days as (
  select currencies.from_currency, calendar.day_on
  from (
    select distinct from_currency
    from fx_rate_intervals
    where from_currency <> getvariable('reporting_currency')
  ) as currencies
    cross join calendar
)

select
  currency_days.from_currency,
  currency_days.day_on,
  newest.rate,
  newest.is_inverse
from currency_days
  asof join fx_rate_intervals as newest
    on newest.from_currency = currency_days.from_currency
    and newest.valid_from_on <= currency_days.day_on
where newest.valid_from_on >= currency_days.day_on - getvariable('fx_rate_valid_days')
