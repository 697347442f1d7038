with delivered_rates as (
  select from_currency, rate_on, rate, false as is_inverse
  from fx_rates
  where to_currency = :reporting_currency and from_currency <> :reporting_currency
),

-- On a day for which no rate in the wanted direction holds, a currency is worth the inverse; one that
-- rounds to nothing is no rate.
inverse_rates as (
  select
    f.to_currency as from_currency,
    f.rate_on,
    cast(round(1 / f.rate, 8) as decimal(18, 8)) as rate,
    true as is_inverse
  from fx_rates as f
    left anti join delivered_rates as d
      on d.from_currency = f.to_currency
      and f.rate_on between d.rate_on and date_add(d.rate_on, :fx_rate_valid_days)
  where f.from_currency = :reporting_currency
    and f.to_currency <> :reporting_currency
    and round(1 / f.rate, 8) > 0
),

foreign_rates as (
  select from_currency, rate_on, rate, is_inverse
  from delivered_rates
  union all
  select from_currency, rate_on, rate, is_inverse
  from inverse_rates
)

-- The reporting currency is worth itself on every day.
select
  :reporting_currency as from_currency,
  date '0001-01-01' as valid_from_on,
  date '9999-12-31' as valid_to_on,
  cast(1 as decimal(18, 8)) as rate,
  false as is_inverse
union all
select
  from_currency,
  rate_on as valid_from_on,
  -- A rate that nobody has renewed for too long is none.
  least(
    lead(rate_on, 1, date '9999-12-31') over (partition by from_currency order by rate_on),
    date_add(rate_on, :fx_rate_valid_days + 1)
  ) as valid_to_on,
  rate,
  is_inverse
from foreign_rates
