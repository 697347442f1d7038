with dated_contracts as (
  select
    subscription_id, auto_renews, started_on, term_months,
    coalesce(first_due_on, add_months(started_on, term_months)) as first_due_on
  from subscriptions
  where term_months is not null and started_on <= :as_of
),

-- The term that runs on as_of is the last one: whether there will be another is what is asked.
terms as (
  select
    subscription_id, auto_renews,
    if(number = 0, started_on, add_months(first_due_on, (number - 1) * term_months)) as begins_on,
    add_months(first_due_on, number * term_months) as due_on,
    add_months(first_due_on, (number + 1) * term_months) as next_due_on
  from dated_contracts
    lateral view explode(
      sequence(0, greatest(int(months_between(:as_of, first_due_on) / term_months) + 1, 0))
    ) numbers as number
  where number = 0 or add_months(first_due_on, (number - 1) * term_months) <= :as_of
),

-- A renewal is of the nearest due day, of two as near of the later one.
said_renewals as (
  select
    e.subscription_id,
    to_date(e.happened_at) as said_on,
    max_by(t.due_on, struct(-abs(datediff(to_date(e.happened_at), t.due_on)), t.due_on)) as due_on
  from subscription_events as e
    join terms as t on t.subscription_id = e.subscription_id
  where e.kind = 'renewed'
    and abs(datediff(to_date(e.happened_at), t.due_on)) <= :renewal_window_days
  group by e.subscription_id, e.event_id, to_date(e.happened_at)
),

-- A term that began with the contract in force, asked all that was paid and said.
paid_terms as (
  select
    t.subscription_id, t.due_on, t.auto_renews,
    p.customer_id, p.currency, p.term, p.product_category,
    max_by(p.price_cents, p.from_on) filter (
      where p.from_on < t.due_on and p.until_on > t.begins_on
    ) as booked_cents,
    min(s.said_on) as said_on,
    min(p.from_on) filter (where p.from_on > t.due_on) as returned_on,
    bool_or(t.due_on >= p.from_on and t.due_on < p.until_on) as is_paid_when_due,
    -- Paid to its end, the next term was renewed, whatever became of the one after it.
    bool_or(
      t.next_due_on <= :as_of and p.from_on < t.next_due_on and p.until_on >= t.next_due_on
    ) as is_next_term_paid,
    bool_or(p.until_on > :as_of) as is_paid_today
  from terms as t
    join contract_prices as p on p.subscription_id = t.subscription_id and p.from_on <= :as_of
    left join said_renewals as s on s.subscription_id = t.subscription_id and s.due_on = t.due_on
  group by all
  having bool_or(t.begins_on >= p.from_on and t.begins_on < p.until_on)
),

decided_terms as (
  select
    *,
    case
      when not is_paid_when_due and datediff(returned_on, due_on) <= :renewal_window_days
        then 'renewed late'
      when not is_paid_when_due then 'not renewed'
      when said_on < due_on then 'renewed early'
      when said_on = due_on then 'renewed on time'
      when due_on > :as_of then 'open'
      -- What goes on by itself is renewed; where nobody says, going on is all that is known.
      when coalesce(auto_renews, true) then 'renewed on time'
      when said_on > due_on or is_next_term_paid then 'renewed late'
      else if(is_paid_today, 'open', 'not renewed')
    end as outcome
  from paid_terms
)

select
  d.subscription_id, d.due_on, d.customer_id,
  coalesce(o.country, 'unknown') as country,
  coalesce(o.segment, 'unknown') as segment,
  coalesce(o.acquisition_channel, 'unknown') as acquisition_channel,
  d.product_category, d.term, d.currency as booked_currency,
  cast(d.booked_cents * 0.01 as decimal(18, 2)) as booked_mrr_amount,
  cast(round(
    cast(d.booked_cents as decimal(18, 0)) * if(d.currency = :reporting_currency, 1, r.rate)
  ) as bigint) as mrr_cents,
  d.outcome,
  case d.outcome
    when 'renewed early' then d.said_on
    when 'renewed on time' then d.due_on
    when 'renewed late' then if(d.is_paid_when_due, d.said_on, d.returned_on)
  end as renewed_on,
  if(d.currency <> :reporting_currency and r.rate is null, concat(
    'no exchange rate from ', d.currency, ' for ', least(d.due_on, :as_of),
    ' or the ', :fx_rate_valid_days, ' days before'
  ), null) as reject_reason
from decided_terms as d
  left join customer_origins as o on o.customer_id = d.customer_id
  left join daily_rates as r
    on r.from_currency = d.currency and r.day_on = least(d.due_on, :as_of)
