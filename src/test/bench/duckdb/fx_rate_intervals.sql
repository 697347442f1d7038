select
  from_currency,
  rate_on as valid_from_on,
  lead(rate_on, 1, date '9999-12-31') over (partition by from_currency order by rate_on)
    as valid_to_on,
  rate
from fx_rates
where to_currency = getvariable('reporting_currency') and from_currency <> to_currency
union all
select getvariable('reporting_currency'), date '0001-01-01', date '9999-12-31', 1
