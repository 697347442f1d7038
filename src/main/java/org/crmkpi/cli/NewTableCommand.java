package org.crmkpi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.crmkpi.catalog.TableDraft;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the folder of a new KPI table, ready to be changed. */
@Command(
    name = "new-table",
    description =
        "Writes the folder of a new KPI table that passes the build, ready to be changed.",
    mixinStandardHelpOptions = true)
final class NewTableCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Parameters(paramLabel = "FOLDER", description = "kpi/SUBJECT/TABLE")
  private String folder = "";

  @Option(
      names = "--inputs",
      required = true,
      split = ",",
      paramLabel = "TABLE",
      description =
          "Tables that it reads: first the one whose rows are counted by month, then tables whose"
              + " keys that one has.")
  private List<String> inputs = List.of();

  @Override
  public Integer call() {
    Project project = options.project();
    TableDraft draft = TableDraft.of(project.catalogue(), folder, inputs);
    Path tables = project.home().resolve("src/main/tables");
    write(tables.resolve(folder), draft.files());
    String table = Path.of(folder).getFileName().toString();
    System.out.printf(
        """
        src/main/tables/%s
          table.conf                    what the table promises: columns, units, checks, KPIs
          query.sql                     the definition
          examples/rows_of_a_month.md   what a business person checks with a pencil
        Next: change them, then mvn -q test -Dtest='ExamplesTest,CatalogTest' -Dcrm.tables=%s
        """,
        folder, table);
    return 0;
  }

  private static void write(Path folder, Map<String, String> files) {
    if (Files.exists(folder)) {
      throw CrmFailure.of(
          Category.INVOCATION,
          folder.toString(),
          "the folder is there already",
          "",
          "name another.");
    }
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
