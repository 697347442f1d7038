-- A quotation is turned round on days on which none in the wanted direction holds.
with quotations as (
  select from_currency, rate_on, rate, false as is_inverse
  from fx_rates
  where to_currency = getvariable('reporting_currency') and from_currency <> to_currency
  union all
  select
    to_currency,
    rate_on,
    cast(round(1 / cast(rate as double), 8) as decimal(18, 8)) as inverse,
    true
  from fx_rates
  where from_currency = getvariable('reporting_currency')
    and to_currency <> from_currency
    and not exists (
      from fx_rates as wanted
      where wanted.from_currency = fx_rates.to_currency
        and wanted.to_currency = getvariable('reporting_currency')
        and wanted.rate_on <= fx_rates.rate_on
        and wanted.rate_on >= fx_rates.rate_on - getvariable('fx_rate_valid_days')
    )
    and inverse > 0
)

select
  from_currency,
  rate_on as valid_from_on,
  case
    when next_rate_on <= rate_on + getvariable('fx_rate_valid_days') then next_rate_on
    else rate_on + getvariable('fx_rate_valid_days') + 1
  end as valid_to_on,
  rate,
  is_inverse
from (
  select
    *,
    lead(rate_on) over (partition by from_currency order by rate_on) as next_rate_on
  from quotations
)
union all
select
  getvariable('reporting_currency'), date '0001-01-01', date '9999-12-31', 1, false
