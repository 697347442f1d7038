package org.crmkpi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;

/** The lineage of a table names every table that it needs, and spells each out once. */
final class LineageTest {
  private final Catalogue catalogue = Project.catalogue();

  @Test
  void eachTableIsSpelledOutOnceAndThenReferredTo() {
    Contract contract = catalogue.table("kpi_values").contract();

    List<String> lines = new Lineage(catalogue).of(contract).lines().map(String::strip).toList();

    List<String> spelledOut = lines.stream().filter(line -> !line.endsWith(" (above)")).toList();
    assertThat(spelledOut)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(needed(contract, new TreeSet<>()));
    assertThat(lines).contains("crm_core.calendar (above)");
  }

  private Set<String> needed(Contract contract, Set<String> found) {
    if (found.add(contract.qualifiedName())) {
      catalogue.upstream(contract).forEach(name -> needed(catalogue.table(name).contract(), found));
    }
    return found;
  }
}
