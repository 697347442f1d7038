with period_kinds as (
  select period_kind, length_months, length_days, step_months, year_months, year_days
  from values
    ('week', 0, 7, 0, 0, 364),
    ('month', 1, 0, 1, 12, 0),
    ('quarter', 3, 0, 3, 12, 0),
    ('year', 12, 0, 12, 12, 0),
    ('fiscal_quarter', 3, 0, 3, 12, 0),
    ('fiscal_year', 12, 0, 12, 12, 0),
    -- Twelve months that close with each month.
    ('rolling_12_months', 12, 0, 1, 12, 0)
    as kinds (period_kind, length_months, length_days, step_months, year_months, year_days)
),

period_starts as (
  select
    starts.period_kind,
    starts.period_start_on
  from calendar
    lateral view stack(
      7,
      'week', week_start_on,
      'month', month_start_on,
      'quarter', quarter_start_on,
      'year', year_start_on,
      'fiscal_quarter', fiscal_quarter_start_on,
      'fiscal_year', fiscal_year_start_on,
      'rolling_12_months', add_months(month_start_on, -11)
    ) starts as period_kind, period_start_on
  -- A period begins with its first day, twelve rolling months when the last of them does.
  where day_on <= :as_of
  group by starts.period_kind, starts.period_start_on
),

bounded_periods as (
  select
    s.period_kind,
    s.period_start_on,
    date_add(add_months(s.period_start_on, k.length_months), k.length_days) as period_end_on,
    least(date_add(:as_of, 1), period_end_on) as elapsed_until_on,
    date_sub(add_months(s.period_start_on, -k.step_months), k.length_days) as previous_start_on,
    date_sub(add_months(s.period_start_on, -k.year_months), k.year_days) as year_before_start_on
  from period_starts as s
    join period_kinds as k on k.period_kind = s.period_kind
)

select
  period_kind,
  period_start_on,
  period_end_on,
  period_end_on <= date_add(:as_of, 1) as is_complete,
  datediff(elapsed_until_on, period_start_on) / datediff(period_end_on, period_start_on)
    as elapsed_share,
  previous_start_on,
  year_before_start_on
from bounded_periods
