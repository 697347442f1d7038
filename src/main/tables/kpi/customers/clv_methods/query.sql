-- What is left of revenue once the goods are paid, where their cost is known.
with margins as (
  select
    c.segment,
    sum(l.margin_cents) / nullif(greatest(sum(l.costed_revenue_cents), 0), 0) as margin_share
  from customer_lifetime as l
    join customer_origins as c on c.customer_id = l.customer_id
  where l.first_ordered_on is not null
  group by c.segment
),

-- Only what predicted the holdout period best is published. It may have converged on the time
-- before that period and not on all data; then the next best stands in.
candidates as (
  select
    v.segment,
    struct(
      p.model,
      if(
        v.is_published,
        v.reason,
        concat(
          max(if(v.is_published, v.method, null)) over (partition by v.segment),
          ' is published but has not converged on all data; of those that have, ',
          v.method, ' has the least error by customer'
        )
      ) as reason,
      p.fitted_over,
      p.parameters,
      p.log_covariance,
      p.parameter_version
    ) as method,
    struct(not v.is_published, v.root_mean_squared_error, v.method) as place,
    v.is_converged and p.is_converged as is_usable
  from clv_validation as v
    left join clv_parameters as p on p.segment = v.segment and p.model = v.method
  where v.part = 'total'
),

methods as (
  select segment, min_by(method, place) as method
  from candidates
  where is_usable
  group by segment
),

-- The plain mean stands in where the model of spend did not converge.
spends as (
  select
    segment,
    max_by(struct(model, parameters, log_covariance), model = 'gamma_gamma') as spend
  from clv_parameters
  where model in ('gamma_gamma', 'mean_spend') and is_converged
  group by segment
),

-- A segment that has nothing of its own uses what holds for all customers.
segments as (
  select
    m.segment,
    m.margin_share,
    coalesce(own.method, every.method) as method,
    coalesce(own_spends.spend, every_spends.spend) as spend
  from margins as m
    left join methods as own on own.segment = m.segment
    left join methods as every on every.segment = 'all'
    left join spends as own_spends on own_spends.segment = m.segment
    left join spends as every_spends on every_spends.segment = 'all'
)

select
  segment,
  method.model as method,
  method.reason as reason,
  method.fitted_over as fitted_over,
  method.parameters as parameters,
  method.log_covariance as log_covariance,
  method.parameter_version as parameter_version,
  spend.model as spend_model,
  spend.parameters as spend_parameters,
  spend.log_covariance as spend_log_covariance,
  margin_share
from segments
