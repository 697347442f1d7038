-- The snapshot says how many whole months somebody had been there, and who left within the last
-- month. It is taken on 2019-12-31: all were there at the end of November, who left did so in
-- December, and tenure counts back from the end of November. Who has none came on that very day,
-- has not had a bill, and has a blank for what was paid.
select
  customerID as subscription_id,
  customerID as customer_id,
  InternetService as product_id,
  add_months(date '2019-11-30', -cast(tenure as int)) as started_on,
  case Churn when 'Yes' then date '2019-12-31' end as ended_on,
  -- Any other contract is rejected as it is.
  case Contract
    when 'Month-to-month' then '1'
    when 'One year' then '12'
    when 'Two year' then '24'
    else Contract
  end as term_months,
  MonthlyCharges as monthly_price,
  'USD' as currency,
  row_ref
from subscribers
