-- What the files in duckdb/ share. Parameters of conf/business.conf are variables: getvariable('as_of').
create macro month_of(day_on) as cast(date_trunc('month', day_on) as date);

create macro months_after(day_on, months_count) as
  cast(day_on + to_months(cast(months_count as integer)) as date);

create macro amount_of(cents) as cast(cast(cents as bigint) * 0.01 as decimal(18, 2));

-- Cents divided by a count in whole numbers, half a cent away from zero.
create macro amount_each(cents, divisor) as
  case
    when divisor > 0 then amount_of(sign(cents) * ((2 * abs(cents) + divisor) // (2 * divisor)))
  end;

create macro converted_cents(cents, rate) as
  cast(round(cast(cents as decimal(18, 0)) * rate) as bigint);

-- Wilson (1927): the shares p with |hits/trials - p| = z * sqrt(p * (1 - p) / trials), z for 95 %.
create macro wilson_low(hits, trials) as
  case
    when trials > 0 and hits = 0 then 0
    when trials > 0 then (
      2 * hits + 1.959963984540054 ^ 2 - 1.959963984540054
        * sqrt(1.959963984540054 ^ 2 + 4 * hits * (trials - hits) / trials)
    ) / (2 * (trials + 1.959963984540054 ^ 2))
  end;

create macro wilson_high(hits, trials) as 1 - wilson_low(trials - hits, trials);

-- 95 % of a normal error about a figure that cannot pass an end; nothing where nothing varied.
create macro normal_low(figure, error, lowest) as
  case when error > 1e-9 then greatest(figure - 1.959963984540054 * error, lowest) end;

create macro normal_high(figure, error, highest) as
  case when error > 1e-9 then least(figure + 1.959963984540054 * error, highest) end;
