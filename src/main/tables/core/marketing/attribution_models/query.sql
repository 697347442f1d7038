-- A new model is one line here and, in touch_credits, what it credits and with which weights.
select
  models.model as model,
  cast(models.lookback_days as int) as lookback_days
from values
  ('first_touch', :first_touch_lookback_days),
  ('last_touch', :last_touch_lookback_days),
  ('linear', :linear_lookback_days),
  ('u_shaped', :u_shaped_lookback_days) as models (model, lookback_days)
