package org.crmkpi.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.catalog.CatalogueRules;
import org.crmkpi.catalog.TableDraft;
import org.crmkpi.config.Problems;
import org.crmkpi.run.TypeCheck;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What new-table writes passes the rules of the build and its own example. */
final class TableDraftTest {
  private final Catalogue shop = Shop.catalogue();

  @TempDir private Path folder;

  @Test
  void aDraftPassesBeforeAnybodyChangesIt() throws IOException {
    for (List<String> inputs :
        List.of(List.of("orders"), List.of("orders", "customers"), List.of("returns", "orders"))) {
      Path root = folder.resolve(String.join("-", inputs));
      write(
          root.resolve("kpi/trial/trial"), TableDraft.of(shop, "kpi/trial/trial", inputs).files());
      Problems problems = new Problems();
      Catalogue drafted = CatalogueReader.read(root, problems);
      Catalogue both =
          new Catalogue(Stream.concat(shop.tables().stream(), drafted.tables().stream()).toList());

      CatalogueRules.check(both, Project.arguments().names(), problems);
      new TypeCheck(TestSpark.session(), both, Project.arguments(), problems).run();

      assertThat(problems.lines()).as("%s", inputs).isEmpty();
      TableFolder table = both.table("trial");
      String example = Files.readString(table.examples().resolve("rows_of_a_month.md"));
      new ExampleRun(TestSpark.session().newSession(), both, table, ExampleReader.read(example))
          .check();
    }
  }

  @Test
  void whatCannotBeDraftedIsRefused() {
    assertThatThrownBy(() -> TableDraft.of(shop, "core/trial/trial", List.of("orders")))
        .hasMessageContaining("kpi/SUBJECT/TABLE");
    assertThatThrownBy(() -> TableDraft.of(shop, "kpi/trial/orders", List.of("orders")))
        .hasMessageContaining("there is a table orders");
    assertThatThrownBy(() -> TableDraft.of(shop, "kpi/trial/trial", List.of("customers", "orders")))
        .hasMessageContaining("customers has no columns [order_id]");
    assertThatThrownBy(() -> TableDraft.of(shop, "kpi/trial/trial", List.of("nobody")))
        .hasMessageContaining("Tables: ");
  }

  private static void write(Path table, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = table.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
