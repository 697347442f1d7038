package org.crmkpi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.CommandLine.Ended;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as a stranger uses it: the source of the README, copied from its text into a
 * project folder with few tables, with exit codes, messages and what goes to stdout.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CommandLineTest {
  private static final Pattern FILE_IN_README =
      Pattern.compile("(?m)^`((?:shop|conf)/[^`]+)`\\n\\n```\\w+\\n(.*?)```", Pattern.DOTALL);

  private CommandLine commandLine;
  private Path home;
  private Path warehouse;

  @BeforeAll
  void copyTheReadme(@TempDir Path folder) throws IOException {
    home = folder.resolve("a home with blanks");
    warehouse = folder.resolve("tables with blanks");
    commandLine = CommandLine.in(home);
    for (Map.Entry<String, String> file : readmeFiles().entrySet()) {
      write(file.getKey(), file.getValue());
    }
  }

  @Test
  @Order(1)
  void theExampleHasItsTwoFeedsAndThreeMappings() throws IOException {
    assertThat(readmeFiles().keySet())
        .containsExactlyInAnyOrder(
            "shop/2024-03-30/customers.csv",
            "shop/2024-03-30/orders.csv",
            "conf/sources/shop/source.conf",
            "conf/sources/shop/customers.sql",
            "conf/sources/shop/orders.sql",
            "conf/sources/shop/order_lines.sql");
  }

  @Test
  @Order(2)
  void aCompanyThatIsTooSmallIsRefusedWithItsNumber() {
    Ended demo = crmKpi("demo", "--customers", "60");

    assertThat(demo.exitCode()).isEqualTo(2);
    assertThat(demo.err()).contains("customers must be between 100 and 5000000, but is 60");
  }

  @Test
  @Order(2)
  void planSaysWhatRunsAndWhyAndWritesNothing() {
    Ended plan = crmKpi("plan", "--source", "shop=" + home.resolve("shop"));

    assertThat(plan.exitCode()).isZero();
    assertThat(plan.out())
        .containsPattern(
            "crm_core.orders +all +was never computed; shop.orders delivered 1 new file")
        .containsPattern("crm_core.customer_lifetime +all +was never computed");
    assertThat(warehouse).doesNotExist();
  }

  @Test
  @Order(3)
  void tooManyRejectedRowsStopTheNight() {
    Ended run = run("--as-of", "2024-03-31");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("crm_core.order_lines: 1 of 4 rows were rejected")
        .contains("nothing was published")
        .contains("amount 'fifteen' is not a number");
    assertThat(sql("select count(*) as n from orders").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(4)
  void withAHigherLimitTheNightIsReleasedAndSqlPrintsOnlyTheResult() throws IOException {
    write(
        "conf/crm.conf",
        Files.readString(home.resolve("conf/crm.conf")).replace("limit = 0.05", "limit = 0.5"));

    assertThat(run("--as-of", "2024-03-31").exitCode()).isZero();
    Ended sql =
        sql(
            "select customer_id, orders_count, net_revenue_cents"
                + " from crm_core.customer_lifetime order by 1");

    assertThat(sql.exitCode()).isZero();
    assertThat(sql.out())
        .isEqualTo(
            """
            customer_id,orders_count,net_revenue_cents
            shop:17,2,5500
            shop:18,1,2500
            """);
  }

  @Test
  @Order(5)
  void theLedgerBalancesAndTheRejectedRowIsShownWithItsPlace() {
    assertThat(
            sql("select file, rows_read, rows_accepted, rows_rejected from crm_ops.file_ledger"
                    + " where status = 'loaded' order by file")
                .out())
        .isEqualTo(
            """
            file,rows_read,rows_accepted,rows_rejected
            2024-03-30/customers.csv,2,2,0
            2024-03-30/orders.csv,4,3,1
            """);
    Ended show = crmKpi("show", "--rejected", "--warehouse", warehouse.toString(), "order_lines");
    assertThat(show.out()).contains("2024-03-30/orders.csv");
  }

  @Test
  @Order(6)
  void aWrongCommandLineEndsWithTwo() {
    assertThat(crmKpi("run").exitCode()).isEqualTo(2);
    assertThat(crmKpi("run", "--source", "nowhere=.").err())
        .contains("there is no such source; known: shop");
    assertThat(sql("select * from nothing_like_it").err())
        .contains("table nothing_like_it: release");
    assertThat(sql("selec 1").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(7)
  void anEmptyFolderAndAHeaderOnlyFileAreRefusedByName() throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));
    Ended nothing = crmKpi("run", "--source", "shop=" + empty, "--warehouse", warehouse.toString());
    assertThat(nothing.exitCode()).isEqualTo(3);
    assertThat(nothing.err()).contains("customers").contains("nothing was loaded or published");

    write("bare/2024-04-01/customers.csv", "id,mail_country,joined\n");
    Ended bare =
        crmKpi(
            "run", "--source", "shop=" + home.resolve("bare"), "--warehouse", warehouse.toString());
    assertThat(bare.exitCode()).isEqualTo(3);
    assertThat(bare.err()).contains("2024-04-01/customers.csv").contains("header");
  }

  @Test
  @Order(9)
  void aMappingOfNoEntityIsRefusedNotIgnored() throws IOException {
    write("conf/sources/shop/oders.sql", "select number as order_id, row_ref from orders\n");

    Ended plan = crmKpi("plan", "--source", "shop=" + home.resolve("shop"));

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err()).contains("conf/sources/shop/oders.sql: 'oders' is not an entity");
  }

  @Test
  @Order(8)
  void settingsAreShown() {
    assertThat(crmKpi("show", "--settings").out())
        .containsPattern("load.rejected_share_limit +0.5")
        .containsPattern("business.churn_after_days +90");
  }

  @Test
  @Order(10)
  void planTellsWhatANightWouldDoBecauseOfWhatWasDelivered() throws IOException {
    Files.delete(home.resolve("conf/sources/shop/oders.sql"));
    assertThat(plan("--as-of", "2024-03-31").out())
        .containsPattern("crm_core.orders +skip +nothing that it reads was delivered")
        .containsPattern("crm_core.customer_lifetime +skip +none of its inputs changed")
        .doesNotContainPattern("(?m)^crm_\\S+ +(all|keys|follow) ");

    String few = "few_rows = 200000";
    String conf = Files.readString(home.resolve("conf/crm.conf"));
    write("conf/crm.conf", conf.replace(few, "few_rows = 1"));
    write("shop/2024-04-01/customers.csv", "id,mail_country,joined\n19,DE,2024-04-01\n");
    write(
        "shop/2024-04-01/orders.csv", "number,customer,placed,total\nA-9,18,2024-04-01 10:00,9\n");

    assertThat(plan("--as-of", "2024-04-01").out())
        .containsPattern("crm_core.orders +follow +shop.orders delivered 1 new file")
        .containsPattern("crm_core.customer_lifetime +follow +follows order_values")
        .containsPattern("crm_core.returns +skip +no source fills it");
  }

  @Test
  @Order(11)
  void checkFindsNothingWrongWithWhatWasReleased() {
    Ended check = check("--rebuild-sample", "5");

    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.out())
        .containsPattern("crm_core.orders +4 +equals a rebuild")
        .containsPattern("crm_core.customer_lifetime +2 +equals a rebuild")
        .containsPattern("crm_kpi.monthly_sales +equals a rebuild")
        .doesNotContain("differ");
    assertThat(check("--rebuild-sample", "0").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(12)
  void checkFindsADamagedFileAndWhatNoLongerFollowsFromIt() throws IOException {
    change("crm_core/orders", "ordered_at", "ordered_at - interval 1 day");

    Ended check = check("--rebuild-sample", "5");

    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.err())
        .contains("crm_core.orders: its rows are not those that were published")
        .contains("crm-kpi run --full");
    assertThat(check.out())
        .containsPattern("crm_core.order_values +4 +4 keys differ from a rebuild")
        .containsPattern("crm_core.customers +2 +equals a rebuild");
  }

  @Test
  @Order(13)
  void aFullRunMendsADamagedFile() {
    assertThat(run("--as-of", "2024-03-31", "--full").exitCode()).isZero();

    assertThat(check().exitCode()).isZero();
    assertThat(
            sql("select status, reason from crm_ops.table_runs where table_name = 'crm_core.orders'"
                    + " order by run_id desc limit 1")
                .out())
        .endsWith("published,all tables were asked for anew\n");
  }

  @Test
  @Order(14)
  void aBackfillMendsOneTableAndKeepsTheReason() throws IOException {
    change("crm_core/order_values", "net_revenue_cents", "net_revenue_cents - 1L");
    assertThat(check().err())
        .contains("crm_core.order_values: its rows are not those that were published")
        .contains("crm-kpi backfill order_values");

    Ended backfill =
        crmKpi(
            "backfill",
            "order_values",
            "--reason",
            "a disk was damaged",
            "--warehouse",
            warehouse.toString());

    assertThat(backfill.exitCode()).as(backfill.err()).isZero();
    assertThat(check().exitCode()).isZero();
    assertThat(
            sql("select distinct table_name from crm_ops.table_runs"
                    + " where reason = 'backfill: a disk was damaged' order by 1")
                .out())
        .endsWith("crm_core.customer_lifetime\ncrm_core.order_values\ncrm_kpi.monthly_sales\n");
    assertThat(
            crmKpi("backfill", "orders", "--reason", "x", "--warehouse", warehouse.toString())
                .err())
        .contains("crm_core.orders: is not computed from other tables");
  }

  @Test
  @Order(15)
  void maintainShowsWhatItRemovedOfEachTable() throws IOException {
    Path left = warehouse.resolve("crm_core/orders/data/20240101T000000.000Z/part-0.parquet");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "12345");

    Ended maintain = crmKpi("maintain", "--warehouse", warehouse.toString());

    assertThat(maintain.exitCode()).as(maintain.err()).isZero();
    assertThat(maintain.out()).containsPattern("crm_core.orders +1 +5");
    assertThat(left.getParent()).doesNotExist();
    assertThat(check().exitCode()).isZero();
  }

  /** Writes other values into the data files of a table, behind the back of everybody. */
  private void change(String table, String column, String value) throws IOException {
    var spark = TestSpark.session();
    for (Path file : dataFiles(warehouse.resolve(table))) {
      Path changed = home.resolve("changed");
      spark
          .read()
          .parquet(file.toString())
          .withColumn(column, functions.expr(value))
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(changed.toString());
      Files.copy(dataFiles(changed).get(0), file, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
  }

  private static List<Path> dataFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private Ended plan(String... more) {
    return night("plan", more);
  }

  private Ended check(String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", "--warehouse", warehouse.toString()));
    arguments.addAll(List.of(more));
    return crmKpi(arguments.toArray(String[]::new));
  }

  private Ended run(String... more) {
    return night("run", more);
  }

  private Ended night(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--source",
                "shop=" + home.resolve("shop"),
                "--warehouse",
                warehouse.toString()));
    arguments.addAll(List.of(more));
    return crmKpi(arguments.toArray(String[]::new));
  }

  private Ended sql(String query) {
    return crmKpi("sql", query, "--warehouse", warehouse.toString(), "--format", "csv");
  }

  private Ended crmKpi(String... arguments) {
    return commandLine.crmKpi(arguments);
  }

  private static Map<String, String> readmeFiles() throws IOException {
    Matcher file = FILE_IN_README.matcher(Files.readString(Project.home().resolve("README.md")));
    Map<String, String> files = new TreeMap<>();
    while (file.find()) {
      files.put(file.group(1), file.group(2));
    }
    return files;
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
