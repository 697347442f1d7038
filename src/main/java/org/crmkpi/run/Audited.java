package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import org.crmkpi.table.Contract;

/**
 * What a look at a table of a release found.
 *
 * @param keys how many random keys were computed again; empty when all rows were, or none
 * @param found what was found, as {@code check} shows it
 * @param isWrong true when the table is not what it must be
 * @param evidence the first rows of it; never personal data
 */
public record Audited(
    Contract contract, Optional<Long> keys, String found, boolean isWrong, List<String> evidence) {

  static Audited same(Contract contract, Optional<Long> keys) {
    return new Audited(contract, keys, "equals a rebuild", false, List.of());
  }

  static Audited different(
      Contract contract, Optional<Long> keys, long differing, List<String> first) {
    String found = "%,d keys differ from a rebuild".formatted(differing);
    return new Audited(contract, keys, found, true, first);
  }

  /** A table that cannot be compared. */
  static Audited other(Contract contract, String why) {
    return new Audited(contract, Optional.empty(), "not compared: " + why, false, List.of());
  }

  static Audited intact(Contract contract) {
    return new Audited(contract, Optional.empty(), "is as it was published", false, List.of());
  }

  static Audited broken(Contract contract, String what, List<String> first) {
    return new Audited(contract, Optional.empty(), what, true, first);
  }
}
