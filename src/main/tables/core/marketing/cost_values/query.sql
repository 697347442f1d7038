select
  costs.cost_id,
  costs.kind,
  costs.campaign_id,
  costs.channel,
  costs.incurred_on,
  costs.currency as booked_currency,
  costs.amount as booked_amount,
  -- Cents first: a decimal holds the product with the rate whole, so it is rounded once.
  cast(round(cast(costs.amount * 100 as decimal(18, 0)) * fx_rate_intervals.rate) as bigint)
    as cost_cents,
  -- Leaving a cost out in silence would flatter every return on it.
  case
    when fx_rate_intervals.rate is null then concat(
      'no exchange rate from ', costs.currency, ' for ', costs.incurred_on,
      ' or the ', :fx_rate_valid_days, ' days before'
    )
  end as reject_reason
from costs
left join fx_rate_intervals
  on fx_rate_intervals.from_currency = costs.currency
  and fx_rate_intervals.valid_from_on <= costs.incurred_on
  and fx_rate_intervals.valid_to_on > costs.incurred_on
