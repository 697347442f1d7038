-- What each customer pays at both ends of every month and period, asked of the prices.
with counted_periods as (
  select
    *,
    period_start_on - 1 as opening_on,
    least(period_end_on - 1, getvariable('as_of')) as closing_on
  from periods
  where period_kind <> 'week'
),

paid as (
  select day_on, customer_id, currency, sum(price_cents) as cents
  from (
    select opening_on as day_on from counted_periods union select closing_on from counted_periods
  )
    join contract_prices on from_on <= day_on and until_on > day_on
  where price_cents > 0
  group by all
),

payers as (
  select customer_id, currency, min(day_on) as first_on
  from paid join counted_periods on closing_on = day_on
  where period_kind = 'month'
  group by all
),

both_ends as (
  select
    period_kind, period_start_on, opening_on, closing_on, payers.customer_id, payers.currency,
    closing_on = first_on as is_first,
    coalesce(opening.cents, 0) as opening_cents,
    coalesce(closing.cents, 0) as closing_cents
  from counted_periods
    join payers on first_on <= closing_on
    left join paid as opening
      on opening.day_on = opening_on and opening.customer_id = payers.customer_id
      and opening.currency = payers.currency
    left join paid as closing
      on closing.day_on = closing_on and closing.customer_id = payers.customer_id
      and closing.currency = payers.currency
),

month_moves as (
  select
    period_start_on as month_start_on, customer_id, currency,
    if(opening_cents = 0 and is_first, closing_cents, 0) as new_cents,
    if(opening_cents = 0 and not is_first, closing_cents, 0) as back_cents,
    if(opening_cents > 0 and closing_cents > 0, greatest(closing_cents - opening_cents, 0), 0)
      as up_cents,
    if(opening_cents > 0 and closing_cents > 0, greatest(opening_cents - closing_cents, 0), 0)
      as down_cents,
    if(closing_cents = 0, opening_cents, 0) as lost_cents
  from both_ends
  where period_kind = 'month'
),

period_moves as (
  select
    both_ends.period_kind, both_ends.period_start_on, both_ends.customer_id, both_ends.currency,
    opening_cents, closing_cents,
    sum(new_cents) as new_cents,
    sum(back_cents) as back_cents,
    sum(up_cents) as up_cents,
    sum(down_cents) as down_cents,
    sum(lost_cents) as lost_cents,
    sum(if(churn_kind = 'voluntary', lost_cents, 0)) as asked_cents,
    sum(if(churn_kind = 'involuntary', lost_cents, 0)) as unpaid_cents
  from both_ends
    join month_moves
      on month_moves.customer_id = both_ends.customer_id
      and month_moves.currency = both_ends.currency
      and month_moves.month_start_on between both_ends.opening_on and both_ends.closing_on
    left join contract_months
      on contract_months.customer_id = both_ends.customer_id
      and contract_months.currency = both_ends.currency
      and contract_months.month_start_on = month_moves.month_start_on
  group by all
),

customers_in_slices as (
  unpivot (
    select distinct
      customer_id, 'all' as "all", country, segment, acquisition_channel, product_category, term
    from contract_months
  )
  on "all", country, segment, acquisition_channel, product_category, term
  into name dimension value dimension_value
),

sliced as (
  select * from period_moves join customers_in_slices using (customer_id)
),

sums as (
  select
    period_kind, period_start_on, currency, dimension, dimension_value,
    sum(opening_cents) as opening_cents,
    sum(closing_cents) as closing_cents,
    sum(new_cents) as new_cents,
    sum(back_cents) as back_cents,
    sum(up_cents) as up_cents,
    sum(down_cents) as down_cents,
    sum(lost_cents) as lost_cents,
    sum(asked_cents) as asked_cents,
    sum(unpaid_cents) as unpaid_cents,
    count_if(opening_cents > 0) as opening_logos,
    count_if(closing_cents > 0) as closing_logos,
    sum(least(opening_cents, closing_cents)) as kept_cents,
    sum(if(opening_cents > 0, closing_cents, 0)) as paid_cents
  from sliced
  group by all
),

-- Variance of a ratio of sums: squares of what each customer differs from it, to the cent.
residuals as (
  select
    sums.period_kind, sums.period_start_on, sums.currency, sums.dimension, sums.dimension_value,
    sum(round(
      least(sliced.opening_cents, sliced.closing_cents)
        - sums.kept_cents / sums.opening_cents * sliced.opening_cents
    ) ^ 2) as kept_square,
    sum(round(
      sliced.closing_cents - sums.paid_cents / sums.opening_cents * sliced.opening_cents
    ) ^ 2) as paid_square
  from sums
    join sliced using (period_kind, period_start_on, currency, dimension, dimension_value)
  where sliced.opening_cents > 0
  group by all
)

select
  sums.period_kind, sums.period_start_on, is_complete, sums.currency, sums.dimension,
  sums.dimension_value,
  amount_of(opening_cents) as opening_mrr_amount,
  amount_of(new_cents) as new_mrr_amount,
  amount_of(back_cents) as reactivated_mrr_amount,
  amount_of(up_cents) as expansion_mrr_amount,
  amount_of(down_cents) as contraction_mrr_amount,
  amount_of(lost_cents) as churned_mrr_amount,
  amount_of(asked_cents) as voluntary_churned_mrr_amount,
  amount_of(unpaid_cents) as involuntary_churned_mrr_amount,
  amount_of(closing_cents) as closing_mrr_amount,
  opening_logos,
  closing_logos,
  amount_each(closing_cents, closing_logos) as average_closing_mrr_amount,
  amount_of(kept_cents) as kept_mrr_amount,
  kept_cents / nullif(opening_cents, 0) as grr,
  if(opening_logos > 1, 1.96 * sqrt(opening_logos / (opening_logos - 1) * kept_square) / opening_cents,
    null) as grr_error,
  greatest(grr - grr_error, if(grr_error is null, null, 0)) as grr_low,
  least(grr + grr_error, if(grr_error is null, null, 1)) as grr_high,
  amount_of(paid_cents) as opening_customers_mrr_amount,
  paid_cents / nullif(opening_cents, 0) as nrr,
  if(opening_logos > 1, 1.96 * sqrt(opening_logos / (opening_logos - 1) * paid_square) / opening_cents,
    null) as nrr_error,
  greatest(nrr - nrr_error, if(nrr_error is null, null, 0)) as nrr_low,
  nrr + nrr_error as nrr_high,
  opening_logos >= getvariable('minimum_sample') as has_minimum_sample
from sums
  join periods using (period_kind, period_start_on)
  left join residuals using (period_kind, period_start_on, currency, dimension, dimension_value)
