package org.crmkpi.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.TypeCheck;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue, and that of the small project, hold together: contracts, queries, parameters,
 * layers, types, examples.
 */
final class CatalogTest {
  private final Arguments arguments = Project.arguments();
  private final Problems problems = new Problems();

  static Stream<Catalogue> catalogues() {
    return Stream.of(Project.catalogue(), Shop.catalogue());
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void contractsQueriesAndExamplesFit(Catalogue catalogue) {
    CatalogueRules.check(catalogue, arguments.names(), problems);

    assertThat(problems.lines()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void everyQueryHasTheColumnsOfItsContract(Catalogue catalogue) {
    new TypeCheck(TestSpark.session(), catalogue, arguments, problems).run();

    assertThat(problems.lines()).isEmpty();
  }
}
