package org.crmkpi.cli;

import java.util.HashSet;
import java.util.Set;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;

/**
 * From which tables a table is derived, as an indented tree down to the entities. Each table is
 * spelled out where it first comes; later places say that it stands above.
 */
final class Lineage {
  private final Catalogue catalogue;

  Lineage(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** One line a table and one a reference, the table itself first. */
  String of(Contract contract) {
    StringBuilder text = new StringBuilder();
    append(contract, "", new HashSet<>(), text);
    return text.toString();
  }

  private void append(Contract contract, String indent, Set<String> shown, StringBuilder text) {
    boolean isFirst = shown.add(contract.name());
    text.append(indent)
        .append(contract.qualifiedName())
        .append(isFirst ? "" : " (above)")
        .append(System.lineSeparator());
    if (isFirst) {
      for (String input : catalogue.upstream(contract)) {
        append(catalogue.table(input).contract(), indent + "  ", shown, text);
      }
    }
  }
}
