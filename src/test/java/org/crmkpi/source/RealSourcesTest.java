package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Problems;
import org.crmkpi.lock.Fence;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that others published come out of the entities of real sources. */
final class RealSourcesTest {
  private static final LocalDate AS_OF = LocalDate.of(2020, 1, 1);

  private final SparkSession session = TestSpark.session().newSession();

  @TempDir private Path warehouse;

  @Test
  void aYearOfAWholesalerHasThePublishedRevenue() {
    Loaded shop = load("online_retail");

    shop.entity("order_lines").createOrReplaceTempView("order_lines");
    shop.entity("orders").createOrReplaceTempView("orders");
    shop.entity("returns").createOrReplaceTempView("returns");

    assertThat(
            texts(
                "select count(*), count(distinct orders.customer_id), sum(amount),"
                    + " count(distinct order_lines.order_id) from order_lines"
                    + " join orders on orders.order_id = order_lines.order_id"
                    + " where kind = 'sale' and orders.customer_id is not null"))
        .containsExactly("397884 4338 8911407.90 18532");
    assertThat(texts("select count(*), sum(amount) from returns"))
        .containsExactly("9288 896812.49");
    assertThat(texts("select sum(amount) from order_lines")).containsExactly("10644560.42");
    assertThat(Delivered.rows(shop.entity("customers"), "count(*)", "count(country)"))
        .containsExactly("4372 4372");
    assertThat(shop.entity("products").count()).isEqualTo(4070);
    shop.balances(541_909);
  }

  @Test
  void everyCompactDiscOrderIsThere() {
    Loaded shop = load("cdnow");

    assertThat(Delivered.rows(shop.entity("customers"), "count(*)")).containsExactly("2357");
    assertThat(Delivered.rows(shop.entity("orders"), "count(*)", "min(ordered_at)"))
        .containsExactly("6919 1997-01-01 00:00:00");
    assertThat(Delivered.rows(shop.entity("order_lines"), "count(*)", "count_if(amount = 0)"))
        .containsExactly("6919 8");
    shop.balances(6_919);
  }

  @Test
  void leadsOfTheMarketplaceConvertAsPublished() {
    Loaded funnel = load("olist_funnel");

    Dataset<Row> leads = funnel.entity("leads");

    assertThat(
            Delivered.rows(
                leads,
                "count(*)",
                "count(converted_at)",
                "count_if(source is null)",
                "count_if(source = 'unknown')"))
        .containsExactly("8000 842 60 1099");
    assertThat(funnel.entity("opportunities").count()).isEqualTo(842);
    assertThat(funnel.entity("customers").count()).isEqualTo(842);
    assertThat(funnel.entity("users").count()).isPositive();
    funnel.balances(8_842);
  }

  @Test
  void thePipelineHasItsWonAndLostDeals() {
    Loaded crm = load("maven_crm");

    Dataset<Row> deals = crm.entity("opportunities");

    assertThat(
            Delivered.rows(
                deals
                    .groupBy("stage")
                    .agg(
                        org.apache.spark.sql.functions.expr("count(*)").as("n"),
                        org.apache.spark.sql.functions.expr("sum(amount)").as("amount"),
                        org.apache
                            .spark
                            .sql
                            .functions
                            .expr("count(product_category)")
                            .as("products")),
                "stage",
                "n",
                "amount",
                "products"))
        .containsExactly(
            "Engaging 1589 null 1589",
            "Lost 2473 0.00 2473",
            "Prospecting 500 null 500",
            "Won 4238 10005534.00 4238");
    assertThat(Delivered.rows(crm.entity("accounts"), "count(*)", "count(parent_account_id)"))
        .containsExactly("85 15");
    assertThat(crm.entity("users").count()).isEqualTo(41);
    assertThat(crm.entity("products").count()).isEqualTo(7);
    assertThat(crm.entity("customers").count()).isEqualTo(85);
    crm.balances(8_927);
  }

  @Test
  void ofTwoExportsOfAFormTheNewerOneIsTheForm() {
    Loaded form = load("nps_survey");

    assertThat(
            Delivered.rows(
                form.entity("survey_responses"),
                "count(*)",
                "count(asked_at)",
                "count_if(score >= 9)",
                "count_if(score <= 6)",
                "max(answered_at)"))
        .containsExactly("39 0 8 22 2019-11-04 05:33:11.282");
    assertThat(form.ledger("sum(rows_read)", "sum(rows_accepted)", "sum(rows_superseded)"))
        .containsExactly("78 39 39");
  }

  @Test
  void everyEventOfTheHelpDeskIsOfATicket() {
    Loaded desk = load("helpdesk");

    assertThat(
            Delivered.rows(
                desk.entity("case_events"),
                "count(*)",
                "count_if(kind = 'resolved')",
                "count_if(kind = 'answered')",
                "max(happened_at)"))
        .containsExactly("21348 4983 5060 2014-01-03 12:20:58");
    assertThat(Delivered.rows(desk.entity("cases"), "count(*)", "min(opened_at)"))
        .containsExactly("4580 2010-01-13 07:40:25");
    assertThat(desk.entity("users").count()).isPositive();
    desk.balances(21_348);
  }

  private record Loaded(SparkSession session, List<Source> sources, LoadedSources loaded) {
    Dataset<Row> entity(String name) {
      MappedEntity mapped = EntityRows.map(session, Delivered.contract(name), sources, loaded);
      assertThat(Delivered.rows(mapped.rejected().limit(3), "reason", "raw_text")).isEmpty();
      return mapped.accepted();
    }

    void balances(long rows) {
      assertThat(ledger("sum(rows_read)", "sum(rows_accepted)")).containsExactly(rows + " " + rows);
    }

    List<String> ledger(String... columns) {
      return Delivered.rows(
          OpenLoads.of(session, loaded, Optional.empty())
              .ledger(Optional.empty(), sources, Project.entities()),
          columns);
    }
  }

  private Loaded load(String name) {
    session.conf().set("spark.sql.codegen.wholeStage", "true");
    Path data = RealData.folder(name);
    Problems problems = new Problems();
    List<Source> sources =
        SourceFolders.read(
            Project.home().resolve("conf/sources"),
            List.of(new SourceRequest(name, Optional.of(data))),
            problems);
    problems.throwIfAny("conf/sources", "");
    LoadedSources loaded =
        new RawLoad(0)
            .load(
                session,
                sources,
                warehouse.toString(),
                Fence.NONE,
                "run1",
                AS_OF,
                Clock.systemUTC());
    return new Loaded(session, sources, loaded);
  }

  private List<String> texts(String sql) {
    Dataset<Row> rows = session.sql(sql);
    String[] columns =
        java.util.Arrays.stream(rows.columns()).map(c -> "`" + c + "`").toArray(String[]::new);
    return Delivered.rows(rows, columns);
  }
}
