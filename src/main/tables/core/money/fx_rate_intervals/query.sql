with foreign_intervals as (
  select
    from_currency,
    rate_on as valid_from_on,
    lead(rate_on, 1, date '9999-12-31') over (
      partition by from_currency
      order by rate_on
    ) as valid_to_on,
    rate
  from fx_rates
  where to_currency = :reporting_currency and from_currency <> :reporting_currency
)

-- The reporting currency is worth itself on every day.
select
  :reporting_currency as from_currency,
  date '0001-01-01' as valid_from_on,
  date '9999-12-31' as valid_to_on,
  cast(1 as decimal(18, 8)) as rate
union all
select
  from_currency,
  valid_from_on,
  valid_to_on,
  rate
from foreign_intervals
