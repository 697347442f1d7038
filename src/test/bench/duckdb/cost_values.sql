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
  join fx_rate_intervals as rates
    on rates.from_currency = costs.currency
    and costs.incurred_on >= rates.valid_from_on
    and costs.incurred_on < rates.valid_to_on
