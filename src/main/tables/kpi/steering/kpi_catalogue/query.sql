select
  declared_kpis.kpi,
  declared_kpis.about as definition,
  declared_kpis.formula,
  declared_kpis.unit,
  declared_kpis.direction,
  declared_kpis.category,
  declared_kpis.owner,
  declared_kpis.review as review_cadence,
  declared_kpis.is_headline,
  declared_kpis.source_table,
  declared_kpis.source_column
from declared_kpis
