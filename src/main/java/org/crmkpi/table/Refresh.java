package org.crmkpi.table;

import java.util.Optional;

/** How a table follows its inputs. */
public sealed interface Refresh {
  /** The column whose values are replaced as a unit; empty where the whole table is. */
  default Optional<String> unitColumn() {
    return Optional.empty();
  }

  /** Small results over compact inputs: computed anew. */
  record Rebuild() implements Refresh {}

  /** Every output row depends only on input rows with its key. */
  record ByKey(String column) implements Refresh {
    @Override
    public Optional<String> unitColumn() {
      return Optional.of(column);
    }
  }

  /** Every output row depends only on input rows of its period, and on as-of while it is open. */
  record ByPeriod(String column, String unit) implements Refresh {
    @Override
    public Optional<String> unitColumn() {
      return Optional.of(column);
    }
  }

  /** A fit whose parameters are versioned. */
  record Model() implements Refresh {}

  /** An entity that the mapping SQL of the sources fills. */
  record Load() implements Refresh {}

  /** Written by the runner itself. */
  record Recorded() implements Refresh {}
}
