select
  rate_on,
  from_currency,
  to_currency,
  rate,
  row_ref
from fx_rates
