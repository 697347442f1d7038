package org.crmkpi.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.TypeCheck;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** The whole catalogue holds together: contracts, queries, parameters, layers, types, examples. */
final class CatalogTest {
  private final Catalogue catalogue = Project.catalogue();
  private final Arguments arguments = Project.arguments();
  private final Problems problems = new Problems();

  @Test
  void contractsQueriesAndExamplesFit() {
    CatalogueRules.check(catalogue, arguments.names(), problems);

    assertThat(problems.lines()).isEmpty();
  }

  @Test
  void everyQueryHasTheColumnsOfItsContract() {
    new TypeCheck(TestSpark.session(), catalogue, arguments, problems).run();

    assertThat(problems.lines()).isEmpty();
  }
}
