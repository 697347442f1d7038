with rates as (
  select from_currency, rate_on, rate
  from fx_rates
  where to_currency = getvariable('reporting_currency')
    and from_currency <> getvariable('reporting_currency')
  union all
  select getvariable('reporting_currency'), date '0001-01-01', 1
)

select
  costs.cost_id,
  costs.kind,
  costs.campaign_id,
  costs.channel,
  costs.incurred_on,
  costs.currency as booked_currency,
  costs.amount as booked_amount,
  converted_cents(costs.amount * 100, rates.rate) as cost_cents
from costs
  asof join rates
    on rates.from_currency = costs.currency and rates.rate_on <= costs.incurred_on
