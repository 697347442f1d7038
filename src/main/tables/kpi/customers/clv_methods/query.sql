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

-- Only what predicted the holdout period best is published.
methods as (
  select
    v.segment,
    struct(p.model, p.fitted_over, p.parameters, p.log_covariance, p.parameter_version) as method
  from clv_validation as v
    join clv_parameters as p on p.segment = v.segment and p.model = v.method
  where v.part = 'total' and v.is_published and p.is_converged
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
  method.fitted_over as fitted_over,
  method.parameters as parameters,
  method.log_covariance as log_covariance,
  method.parameter_version as parameter_version,
  spend.model as spend_model,
  spend.parameters as spend_parameters,
  spend.log_covariance as spend_log_covariance,
  margin_share
from segments
