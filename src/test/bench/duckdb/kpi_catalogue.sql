select
  kpis.*,
  about as definition,
  review as review_cadence
from declared_kpis as kpis
