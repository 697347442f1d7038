-- The snapshot says how many whole months somebody had been there, and who left within the last
-- month. It is taken on 2019-12-31: all were there on 30 November, who left did not pay for
-- December, and tenure counts back from 1 December. Who has none came on the last day of November,
-- has not had a bill, and has a blank for what was paid. Renewals of earlier years are those of
-- subscribers who were still there in the end: nobody else is in the snapshot.
select
  customerID as subscription_id,
  customerID as customer_id,
  InternetService as product_id,
  least(add_months(date '2019-12-01', -cast(tenure as int)), date '2019-11-30') as started_on,
  case Churn when 'Yes' then date '2019-12-01' end as ended_on,
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
