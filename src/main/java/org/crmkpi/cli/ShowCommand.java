package org.crmkpi.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings;
import org.crmkpi.config.Parameter;
import org.crmkpi.config.Secrets;
import org.crmkpi.config.Settings;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.query.ResultFormat;
import org.crmkpi.query.TextLayout;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows definitions and settings, and the rows that were rejected. */
@Command(
    name = "show",
    description = "Shows what a table promises, how it is computed, or what was rejected.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..1",
      description = "The table; without it all tables are listed.")
  private Optional<String> table = Optional.empty();

  @Option(names = "--settings", description = "Settings and business rules; secrets are masked.")
  private boolean settings;

  @Option(names = "--sql", description = "The query of the table.")
  private boolean sql;

  @Option(names = "--lineage", description = "From which tables it is derived, down to sources.")
  private boolean lineage;

  @Option(
      names = "--rejected",
      description = "The 50 most frequent reasons of rejected rows, newest run first.")
  private boolean rejected;

  @Override
  public Integer call() {
    Project project = options.project();
    if (settings) {
      System.out.print(settings(project));
    } else if (rejected) {
      rejected(project);
    } else if (table.isEmpty()) {
      System.out.print(tables(project));
    } else {
      TableFolder folder = project.catalogue().table(table.get());
      System.out.print(sql ? query(folder) : lineage ? lineage(project, folder) : text(folder));
    }
    return 0;
  }

  private static String query(TableFolder folder) {
    return folder.query().orElse("-- filled by the mapping SQL of sources or by the runner\n");
  }

  private static String tables(Project project) {
    List<String[]> rows =
        project.catalogue().tables().stream()
            .map(TableFolder::contract)
            .map(contract -> new String[] {contract.qualifiedName(), contract.about()})
            .toList();
    return TextLayout.aligned(List.of("table", "about"), rows, List.of(false, false));
  }

  private static String text(TableFolder folder) {
    var contract = folder.contract();
    List<String[]> rows =
        contract.columns().stream()
            .map(
                c ->
                    new String[] {
                      c.name(),
                      c.type().sql().toLowerCase(java.util.Locale.ROOT),
                      c.unit(),
                      c.about()
                    })
            .toList();
    return "%s (version %d, owner %s)%n%s%nOne row a %s.%n%n%s%s"
        .formatted(
            contract.qualifiedName(),
            contract.version(),
            contract.owner(),
            contract.about(),
            String.join(", ", contract.grain()),
            TextLayout.aligned(
                List.of("column", "type", "unit", "about"),
                rows,
                List.of(false, false, false, false)),
            rejecting(contract));
  }

  /** What a row must be, in the SQL that holds it to it: there stand the values that a kind has. */
  private static String rejecting(Contract contract) {
    List<String[]> rules =
        contract.checks().stream()
            .filter(check -> check.severity() == Check.Severity.REJECT)
            .map(check -> new String[] {check.predicate(), check.about()})
            .toList();
    return rules.isEmpty()
        ? ""
        : System.lineSeparator()
            + TextLayout.aligned(
                List.of("a row must be", "else it is rejected because"),
                rules,
                List.of(false, false));
  }

  private static String lineage(Project project, TableFolder folder) {
    return new Lineage(project.catalogue()).of(folder.contract());
  }

  private static String settings(Project project) {
    Settings settings = project.settings();
    Map<String, Object> values = new TreeMap<>();
    values.put("warehouse", settings.warehouse());
    values.put("run.parallel_tables", settings.parallelTables());
    values.put("run.shuffle_partitions", settings.shufflePartitions());
    values.put("load.rejected_share_limit", settings.rejectedShareLimit());
    values.put("retention.days", settings.retentionDays());
    values.put("lock.kind", "file");
    if (settings.lock() instanceof LockSettings.InDatabase database) {
      values.put("lock.kind", "database");
      values.put("lock.url", database.url());
      values.put("lock.user", database.user());
      values.put("lock.password", database.password());
    }
    settings.hadoop().forEach((key, value) -> values.put("hadoop." + key, value));
    settings.business().forEach((key, value) -> values.put("business." + key, value));
    for (Parameter parameter : project.business().parameters().values()) {
      values.putIfAbsent("business." + parameter.name(), parameter.value());
    }
    List<String[]> rows =
        values.entrySet().stream()
            .map(e -> new String[] {e.getKey(), Secrets.shown(e.getKey(), e.getValue())})
            .toList();
    return TextLayout.aligned(List.of("setting", "value"), rows, List.of(false, false));
  }

  private void rejected(Project project) {
    SparkSession spark = options.session(project);
    Warehouse warehouse = options.warehouse(project, spark);
    if (warehouse.table(Layer.OPS, "runs").newest().isPresent()
        && warehouse.table(Layer.OPS, "rejected_rows").newest().isEmpty()) {
      System.out.println("no row was ever rejected in " + warehouse.root());
      return;
    }
    String where =
        table.map(name -> "where table_name like '%." + known(project, name) + "'").orElse("");
    ResultFormat.TABLE.print(
        new ReleaseQuery(spark, warehouse, Optional.empty())
            .rows(
                """
                select run_id, table_name, reason, count(*) as rows_count,
                  min(file) as first_file, min_by(row_number, file) as first_row,
                  min_by(row_key, file) as first_key
                from rejected_rows %s
                group by run_id, table_name, reason
                order by run_id desc, rows_count desc
                limit 50
                """
                    .formatted(where)),
        System.out);
  }

  private static String known(Project project, String name) {
    if (!name.matches("\\w+")) {
      throw CrmFailure.of(
          Category.INVOCATION, "table " + name, "is not a table name", "", "crm-kpi show");
    }
    return project.catalogue().find(name).map(found -> found.contract().name()).orElse(name);
  }
}
