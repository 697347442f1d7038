with foreign_rates as (
  select from_currency, rate_on, rate
  from fx_rates
  where to_currency = getvariable('reporting_currency') and from_currency <> to_currency
),

currency_days as (
  select currencies.from_currency, calendar.day_on
  from (select distinct from_currency from foreign_rates) as currencies
    cross join calendar
)

select currency_days.from_currency, currency_days.day_on, foreign_rates.rate
from currency_days
  asof join foreign_rates
    on foreign_rates.from_currency = currency_days.from_currency
    and foreign_rates.rate_on <= currency_days.day_on
