package org.crmkpi.run;

import java.util.Optional;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;

/**
 * A table as readers see it now.
 *
 * @param provenance what it was made from; empty when somebody else wrote to it
 */
record TableState(DeltaTable table, Version version, Optional<Provenance> provenance) {
  static TableState of(DeltaTable table, Version version) {
    return new TableState(table, version, Provenance.of(version));
  }

  /** What a reader of this state takes in. */
  Provenance.Taken taken() {
    return new Provenance.Taken(version.id(), version.content());
  }

  /** True when this job published it in the shape that the contract has now. */
  boolean isComparable(Contract contract) {
    return provenance.isPresent() && version.schema().equals(contract.schema());
  }

  /** True when it holds the rows that were checked. */
  boolean isSame(Contract contract, Checked checked) {
    return isComparable(contract)
        && version.rowCount() == checked.rows().rowCount()
        && provenance.orElseThrow().rowsHash() == checked.rowsHash();
  }
}
