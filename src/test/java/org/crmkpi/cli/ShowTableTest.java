package org.crmkpi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a mapping finds the values that a column may have where its columns are shown. */
final class ShowTableTest {
  @Test
  void theRulesThatRejectARowAreShownWithTheirValues(@TempDir Path home) {
    CommandLine commandLine = CommandLine.in(home, Project.catalogue());

    assertThat(commandLine.crmKpi("show", "order_lines").out())
        .contains(
            "kind in ('sale', 'free', 'discount', 'shipping', 'tax', 'adjustment')",
            "kind is not sale, free, discount, shipping, tax or adjustment");
    for (Contract entity : Project.entities()) {
      String shown = commandLine.crmKpi("show", entity.name()).out();
      for (Check check : entity.checks()) {
        boolean rejects = check.severity() == Check.Severity.REJECT;
        assertThat(shown.contains(check.predicate())).as(check.name()).isEqualTo(rejects);
      }
    }
  }
}
