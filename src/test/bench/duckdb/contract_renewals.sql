with recursive first_terms as (
  select
    subscription_id, auto_renews, term_months, started_on,
    coalesce(first_due_on, months_after(started_on, term_months)) as first_due_on
  from subscriptions
  where term_months is not null and started_on <= getvariable('as_of')
),

-- Term after term, as long as the next one has begun.
terms as (
  select subscription_id, auto_renews, term_months, first_due_on, 0 as passed,
    started_on as begins_on, first_due_on as due_on
  from first_terms
  union all
  select subscription_id, auto_renews, term_months, first_due_on, passed + 1,
    due_on, months_after(first_due_on, (passed + 1) * term_months)
  from terms
  where due_on <= getvariable('as_of')
),

distances as (
  select
    event_id, terms.subscription_id, due_on, cast(happened_at as date) as said_on,
    abs(cast(happened_at as date) - due_on) as days,
    row_number() over (
      partition by event_id order by abs(cast(happened_at as date) - due_on), due_on desc
    ) as place
  from subscription_events
    join terms using (subscription_id)
  where kind = 'renewed'
),

told as (
  select
    terms.*,
    (
      select min(said_on) from distances
      where distances.subscription_id = terms.subscription_id
        and distances.due_on = terms.due_on
        and place = 1
        and days <= getvariable('renewal_window_days')
    ) as said_on,
    exists (
      from contract_prices as p
      where p.subscription_id = terms.subscription_id
        and p.from_on <= terms.begins_on and p.until_on > terms.begins_on
    ) as is_a_term,
    exists (
      from contract_prices as p
      where p.subscription_id = terms.subscription_id and p.from_on <= getvariable('as_of')
        and p.from_on <= terms.due_on and p.until_on > terms.due_on
    ) as goes_on,
    (
      select min(from_on) from contract_prices as p
      where p.subscription_id = terms.subscription_id and p.from_on <= getvariable('as_of')
        and p.from_on > terms.due_on
    ) as back_on,
    exists (
      from contract_prices as p
      where p.subscription_id = terms.subscription_id
        and months_after(first_due_on, (passed + 1) * term_months) <= getvariable('as_of')
        and p.from_on < months_after(first_due_on, (passed + 1) * term_months)
        and p.until_on >= months_after(first_due_on, (passed + 1) * term_months)
    ) as goes_on_again,
    exists (
      from contract_prices as p
      where p.subscription_id = terms.subscription_id
        and p.from_on <= getvariable('as_of') and p.until_on > getvariable('as_of')
    ) as is_in_force,
    (
      select last(price_cents order by from_on) from contract_prices as p
      where p.subscription_id = terms.subscription_id and p.from_on <= getvariable('as_of')
        and p.from_on < terms.due_on and p.until_on > terms.begins_on
    ) as cents
  from terms
),

judged as (
  select
    *,
    goes_on and coalesce(auto_renews, true) and due_on <= getvariable('as_of') as by_itself,
    case
      when goes_on and said_on < due_on then 'renewed early'
      when goes_on and (said_on = due_on or by_itself) then 'renewed on time'
      when goes_on and due_on <= getvariable('as_of') and (said_on > due_on or goes_on_again)
        then 'renewed late'
      when not goes_on and back_on <= due_on + getvariable('renewal_window_days')
        then 'renewed late'
      when goes_on and (due_on > getvariable('as_of') or is_in_force) then 'open'
      else 'not renewed'
    end as outcome
  from told
  where is_a_term
),

contracts as (
  select distinct subscription_id, customer_id, currency, term, product_category
  from contract_prices
)

select
  subscription_id,
  due_on,
  contracts.customer_id,
  coalesce(country, 'unknown') as country,
  coalesce(segment, 'unknown') as segment,
  coalesce(acquisition_channel, 'unknown') as acquisition_channel,
  product_category,
  term,
  currency as booked_currency,
  amount_of(cents) as booked_mrr_amount,
  converted_cents(cents, if(currency = getvariable('reporting_currency'), 1, rate)) as mrr_cents,
  outcome,
  case
    when outcome = 'renewed on time' then due_on
    when outcome = 'renewed early' or goes_on and outcome = 'renewed late' then said_on
    when outcome = 'renewed late' then back_on
  end as renewed_on
from judged
  join contracts using (subscription_id)
  left join customer_origins on customer_origins.customer_id = contracts.customer_id
  left join daily_rates
    on from_currency = currency and day_on = least(due_on, getvariable('as_of'))
where currency = getvariable('reporting_currency') or rate is not null
