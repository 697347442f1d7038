package org.crmkpi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;

/** The README names every KPI table. */
final class ReadmeTest {
  @Test
  void everyKpiTableIsInTheReadme() throws IOException {
    String readme = Files.readString(Project.home().resolve("README.md"));

    assertThat(Project.catalogue().contracts())
        .filteredOn(contract -> contract.layer() == Layer.KPI)
        .extracting(Contract::name)
        .allMatch(name -> readme.contains("| `" + name + "` |"));
  }
}
