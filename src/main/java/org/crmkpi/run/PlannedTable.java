package org.crmkpi.run;

import java.util.Optional;
import org.crmkpi.table.Contract;

/**
 * What a run would do with a table.
 *
 * @param keys how many keys it would compute; empty when it computes all, or none, or when that is
 *     known only after the tables that it follows
 */
public record PlannedTable(Contract contract, Does does, Optional<Long> keys, String why) {
  /** How much of a table a run computes. */
  public enum Does {
    /** Nothing: readers see already what a computation would give. */
    SKIP("skip"),
    /** The rows of the changed keys. */
    KEYS("keys"),
    /** All rows. */
    ALL("all"),
    /**
     * What changes in its inputs, which are computed before it; nothing when they stay the same.
     */
    FOLLOW("follow");

    private final String words;

    Does(String words) {
      this.words = words;
    }

    /** As {@code plan} shows it. */
    public String words() {
      return words;
    }
  }

  static PlannedTable skip(Contract contract, String why) {
    return new PlannedTable(contract, Does.SKIP, Optional.empty(), why);
  }

  static PlannedTable anew(Contract contract, String why) {
    return new PlannedTable(contract, Does.ALL, Optional.empty(), why);
  }

  static PlannedTable follow(Contract contract, String why) {
    return new PlannedTable(contract, Does.FOLLOW, Optional.empty(), why);
  }

  static PlannedTable keys(Contract contract, long keys, String why) {
    return new PlannedTable(contract, Does.KEYS, Optional.of(keys), why);
  }
}
