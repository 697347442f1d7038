package org.crmkpi.table;

/** The schemas of the warehouse, lowest first. A table reads its own layer and those below. */
public enum Layer {
  /** What each source delivered, as received. */
  RAW,
  /** Canonical entities and what is derived from them for several KPIs. */
  CORE,
  /** KPI facts for reporting. */
  KPI,
  /** What the job did. */
  OPS;

  /** The name of the schema, and of its folder in the warehouse. */
  public String schema() {
    return "crm_" + folder();
  }

  /** The name of the folder below {@code src/main/tables}. */
  public String folder() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
