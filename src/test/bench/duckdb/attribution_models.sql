from (
  values
    ('first_touch', getvariable('first_touch_lookback_days')),
    ('last_touch', getvariable('last_touch_lookback_days')),
    ('linear', getvariable('linear_lookback_days')),
    ('u_shaped', getvariable('u_shaped_lookback_days'))
) as models (model, lookback_days)
