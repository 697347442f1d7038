package org.crmkpi.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.run.RatedShop;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worked example of a fitted table starts at its inputs, as that of any other. */
final class FittedExamplesTest {
  @ParameterizedTest
  @CsvSource({
    "order_rates, a-fit-sees-no-order-after-its-day.md",
    "usual_orders, a-rate-of-one-is-more-than-one-order.md"
  })
  void theExampleHolds(String name, String file) throws IOException {
    Catalogue catalogue = RatedShop.catalogue();
    TableFolder table = catalogue.table(name);
    Path page = table.examples().resolve(file);
    Example example = ExampleReader.read(Files.readString(page));

    new ExampleRun(TestSpark.session().newSession(), catalogue, table, example).check();
  }
}
