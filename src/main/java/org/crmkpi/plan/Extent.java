package org.crmkpi.plan;

/** How much of a table a step computes. */
public sealed interface Extent {
  /** All rows, from all rows of the inputs. */
  record Everything() implements Extent {}

  /** No rows: no source fills any of the inputs. */
  record NoRows() implements Extent {}
}
