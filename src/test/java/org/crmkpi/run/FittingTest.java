package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueRules;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.crmkpi.fits.Fit;
import org.crmkpi.fits.Fits;
import org.crmkpi.fits.Summary;
import org.crmkpi.fits.TruncatedPoisson;
import org.crmkpi.table.ContractReader;
import org.crmkpi.table.Layer;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** Which summary a fit sees, and what is refused. Regular fits are due on 3 and 17 March. */
final class FittingTest {
  private static final LocalDate REGULAR = LocalDate.of(2024, 3, 3);
  private static final LocalDate LOOK = LocalDate.of(2024, 3, 10);

  private final SparkSession session = TestSpark.session().newSession();
  private final Catalogue catalogue = RatedShop.catalogue();
  private final Problems problems = new Problems();

  @Test
  void aShareOfMoreCasesMakesTheFitOfTheLastLookTheOneInForce() {
    TableFolder table = rates("refit-after-days = 14", "refit-after-days = 14, refit-share = 0.5");
    Map<String, Dataset<Row>> six = orders("2024-03-01 4", "2024-03-08 2", "2024-03-11 9");
    Map<String, Dataset<Row>> five = orders("2024-03-01 4", "2024-03-08 1", "2024-03-11 9");

    assertThat(day(table, six, LOOK.minusDays(1))).isEqualTo(REGULAR);
    assertThat(day(table, six, LOOK)).isEqualTo(LOOK);
    assertThat(day(table, six, LOOK.plusDays(6))).isEqualTo(LOOK);
    assertThat(day(table, six, LOOK.plusDays(7))).isEqualTo(LOOK.plusDays(7));
    assertThat(day(table, five, LOOK.plusDays(6))).isEqualTo(REGULAR);
    assertThat(day(rates("", ""), six, LOOK)).isEqualTo(REGULAR);
  }

  @Test
  void rowsInAnyOrderOverAnyPartitionsGiveTheSameParameters() {
    Map<String, Dataset<Row>> orders = orders("2024-03-01 40", "2024-03-02 20", "2024-03-03 7");
    TableFolder table = rates("", "");
    List<String> rows = rows(table, orders);

    for (int partitions : new int[] {2, 5}) {
      session.conf().set("spark.sql.shuffle.partitions", String.valueOf(partitions));
      Dataset<Row> spread = orders.get("orders").repartition(partitions).orderBy("channel");

      assertThat(rows(table, Map.of("orders", spread))).isEqualTo(rows);
    }
    assertThat(rows).hasSize(2);
  }

  @Test
  void aSummaryThatIsNotCompressedIsRefused() {
    Map<String, Dataset<Row>> orders = orders("2024-03-01 3");
    Fitting fitting = new Fitting(session, catalogue);
    TableFolder table = rates("", "");
    Arguments march = Project.arguments().on(REGULAR);

    assertThat(fitting.read(table, orders, march, 2).rows()).hasSize(2);
    assertThatThrownBy(() -> fitting.read(table, orders, march, 1))
        .isInstanceOf(CrmFailure.class)
        .hasMessage(
            """
            crm_core.order_rates: the summary has more rows than a fit takes; nothing was published
              as of 2024-03-03 more than 1 rows
              Next: group the query of core/shop/order_rates/query.sql by fewer or coarser values;\
             crm-kpi show --sql order_rates shows it.""");
  }

  @Test
  void aFitThatFailsNamesItsTableAndWhatItSaw() {
    Fit broken =
        new Fit(
            TruncatedPoisson.FIT.name(),
            1,
            TruncatedPoisson.FIT.summary(),
            TruncatedPoisson.FIT.parameters(),
            rows -> {
              throw new ArithmeticException("no likelihood");
            });
    Catalogue other = new Catalogue(catalogue.tables(), new Fits(List.of(broken)));
    Map<String, Dataset<Row>> orders = orders("2024-03-01 3");

    assertThatThrownBy(
            () ->
                new Transform(session, other)
                    .rows(rates("", ""), orders, Project.arguments().on(REGULAR)))
        .hasMessageContainingAll(
            "crm_core.order_rates: the fit 'truncated_poisson' failed on the summary of 2024-03-03,"
                + " 2 rows of 3 cases",
            "ArithmeticException: no likelihood");
  }

  @Test
  void theCatalogueOfAFittedTableHoldsTogether() {
    check(catalogue);

    assertThat(problems.lines()).isEmpty();
  }

  @Test
  void whatDoesNotFitTheFitIsFoundInTheBuild() {
    check(with(rates("order_rate, type = double", "rate, type = double")));
    check(with(rates("fitted = truncated_poisson", "fitted = gamma")));
    check(with(rates("counted-in = customers_count", "counted-in = channel")));
    check(with(rates("parameters = [as_of]", "")));

    assertThat(problems.lines())
        .contains(
            "core/shop/order_rates/table.conf: the contract has [rate DOUBLE], the fit has"
                + " [order_rate DOUBLE]",
            "core/shop/order_rates/table.conf: there is no fit 'gamma'; known: truncated_poisson",
            "core/shop/order_rates/table.conf: counted-in: 'channel' is no whole number that the"
                + " fit 'truncated_poisson' reads",
            "core/shop/order_rates/table.conf: a fitted table takes rows up to :as_of, the day of"
                + " the fit, and no later ones");
  }

  @Test
  void aTableThatMovesEachDayIsNoInputOfAFit() {
    TableFolder table = rates("inputs = [orders]", "inputs = [orders, deals]");
    TableFolder deals = Project.catalogue().table("deals");
    List<TableFolder> tables = List.of(catalogue.table("orders"), table, deals);

    CatalogueRules.check(
        new Catalogue(tables, catalogue.fits()), Project.arguments().names(), problems);

    assertThat(problems.lines())
        .contains(
            "core/shop/order_rates/table.conf: reads deals, which moves with :as_of between fits");
  }

  @Test
  void aQueryThatGivesAnotherSummaryIsFoundInTheBuildAndStopsTheNight() {
    String other = "select channel, count(*) as customers_count from orders group by all";
    TableFolder table = rates("", "");
    TableFolder wrong = new TableFolder(table.folder(), table.contract(), Optional.of(other));
    String what = "the fit has [orders_count BIGINT], the query has []";

    check(with(wrong));

    assertThat(problems.lines()).contains("core/shop/order_rates/query.sql: " + what);
    assertThatThrownBy(
            () ->
                new Transform(session, catalogue)
                    .rows(wrong, orders("2024-03-01 3"), Project.arguments()))
        .hasMessageContaining("core/shop/order_rates/query.sql: " + what);
  }

  private void check(Catalogue checked) {
    Arguments arguments = Project.arguments();
    CatalogueRules.check(checked, arguments.names(), problems);
    new TypeCheck(TestSpark.session(), checked, arguments, problems).run();
  }

  private Catalogue with(TableFolder table) {
    List<TableFolder> tables =
        List.of(catalogue.table("orders"), table, catalogue.table("usual_orders"));
    return new Catalogue(tables, catalogue.fits());
  }

  /** The table of rates with another text in its table.conf. */
  private TableFolder rates(String text, String instead) {
    TableFolder shipped = catalogue.table("order_rates");
    Problems none = new Problems();
    StrictConf changed =
        StrictConf.of(ConfigFactory.parseString(text(shipped, text, instead)), "t", none);
    TableFolder table =
        new TableFolder(
            shipped.folder(),
            ContractReader.read("order_rates", Layer.CORE, changed),
            shipped.query());
    none.throwIfAny("the table", "mend it.");
    return table;
  }

  private static String text(TableFolder table, String text, String instead) {
    try {
      String conf = Files.readString(table.folder().resolve("table.conf"));
      assertThat(conf).contains(text);
      return conf.replace(text, instead);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private LocalDate day(TableFolder table, Map<String, Dataset<Row>> orders, LocalDate asOf) {
    Summary summary =
        new Fitting(session, catalogue).summary(table, orders, Project.arguments().on(asOf));
    return summary.on();
  }

  private List<String> rows(TableFolder table, Map<String, Dataset<Row>> orders) {
    return new Transform(session, catalogue)
        .rows(table, orders, Project.arguments().on(REGULAR))
        .toJSON()
        .collectAsList();
  }

  /** Orders of as many customers as each day says; every third customer orders twice that day. */
  private Map<String, Dataset<Row>> orders(String... daysAndCustomers) {
    Dataset<Row> days =
        session.createDataset(List.of(daysAndCustomers), Encoders.STRING()).toDF("day");
    Dataset<Row> orders =
        days.selectExpr(
                "cast(substring(day, 1, 10) as timestamp) as ordered_at",
                "explode(sequence(1, int(substring(day, 12)))) as number")
            .selectExpr(
                "ordered_at",
                "concat(date(ordered_at), '-', number) as customer_id",
                "if(number % 4 = 0, 'field', 'web') as channel",
                "explode(sequence(1, if(number % 3 = 0, 2, 1))) as order_id");
    return Map.of("orders", orders);
  }
}
