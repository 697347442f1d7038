package org.crmkpi.warehouse;

import java.util.Optional;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;

/**
 * A table as readers see it now.
 *
 * @param provenance what it was made from; empty when somebody else wrote to it
 */
public record TableState(DeltaTable table, Version version, Optional<Provenance> provenance) {
  public static TableState of(DeltaTable table, Version version) {
    return new TableState(table, version, Provenance.of(version));
  }

  /** What a reader of this state takes in. */
  public Provenance.Taken taken() {
    return new Provenance.Taken(version.id(), version.content());
  }

  /** True when this job published it in the shape that the contract has now. */
  public boolean isComparable(Contract contract) {
    return provenance.isPresent() && version.schema().equals(contract.schema());
  }

  /** True when it holds rows of that number and hash in the shape of the contract. */
  public boolean isSame(Contract contract, long rowCount, long rowsHash) {
    return isComparable(contract)
        && version.rowCount() == rowCount
        && provenance.orElseThrow().rowsHash() == rowsHash;
  }
}
