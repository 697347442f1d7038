package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.repeat.IntegratedOutlook;
import org.crmkpi.clv.repeat.IntegratedOutlook.Horizon;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.testing.TestNight;

/**
 * Published outlooks of some customers, computed again from the published parameters by sums over
 * what the models of purchases and spend assume, and from nothing else of ours.
 */
final class IntegratedCustomers {
  private static final Horizon THREE_YEARS = new Horizon(3 * 365.25, 0);
  private static final Horizon DISCOUNTED =
      new Horizon(3 * 365.25, new Discount(0.1).forcePerDay());

  private static final String CUSTOMERS =
      """
      select
        p.model,
        p.parameters,
        s.parameters as spend_parameters,
        l.repeat_purchase_days_count as purchases,
        datediff(l.last_ordered_on, l.first_ordered_on) as last_day,
        h.observed_days,
        cast(l.repeat_revenue_cents as double) / 100 as repeat_spend,
        o.p_alive,
        o.expected_purchases_36_months,
        h.discounted_purchases_36_months,
        cast(o.expected_spend_amount as double) as spend
      from customer_outlooks as o
        join customer_lifetime as l on l.customer_id = o.customer_id
        join purchase_outlooks as h
          on h.segment = o.segment
          and h.purchases = l.repeat_purchase_days_count
          and h.last_day = datediff(l.last_ordered_on, l.first_ordered_on)
        join clv_parameters as p on p.segment = o.fitted_over and p.model = o.method
        join clv_parameters as s on s.segment = o.fitted_over and s.model = 'gamma_gamma'
      where h.observed_days = datediff(date'%s', l.first_ordered_on)
        and l.repeat_revenue_cents >= 0
      order by hash(o.customer_id)
      limit %d
      """;

  private IntegratedCustomers() {}

  /** Fails unless the first so many customers, in no order, are published as they are computed. */
  static void assertPublished(TestNight night, String asOf, int customers) {
    List<Row> rows = night.sql(CUSTOMERS.formatted(asOf, customers)).collectAsList();

    assertThat(rows).hasSize(customers);
    rows.forEach(IntegratedCustomers::assertPublished);
  }

  private static void assertPublished(Row row) {
    IntegratedOutlook plain = outlook(row, THREE_YEARS);

    assertThat(row.<Double>getAs("p_alive")).isCloseTo(plain.pAlive(), within(1e-6));
    assertThat(row.<Double>getAs("expected_purchases_36_months"))
        .isCloseTo(plain.purchases(), within(1e-6));
    assertThat(row.<Double>getAs("discounted_purchases_36_months"))
        .isCloseTo(outlook(row, DISCOUNTED).purchases(), within(1e-8));
    assertThat(row.<Double>getAs("spend")).isCloseTo(spend(row), within(0.00501));
  }

  private static IntegratedOutlook outlook(Row row, Horizon ahead) {
    RepeatKind kind =
        Stream.of(RepeatKind.values())
            .filter(each -> each.tableName().equals(row.getAs("model")))
            .findFirst()
            .orElseThrow();
    return IntegratedOutlook.of(
        kind,
        values(row, "parameters"),
        row.<Long>getAs("purchases"),
        row.<Integer>getAs("last_day"),
        row.<Integer>getAs("observed_days"),
        ahead);
  }

  /** The mean spend p / nu over all nu, weighed by how likely they make the spend so far. */
  private static double spend(Row row) {
    double[] of = values(row, "spend_parameters");
    double shape = of[1] + of[0] * row.<Long>getAs("purchases");
    double rate = of[2] + row.<Double>getAs("repeat_spend");
    double weights = 0;
    double spends = 0;
    for (double u = -40; u < 20; u += 0.01) {
      double nu = Math.exp(u);
      double weight = Math.exp(shape * (u + Math.log(rate / shape)) - rate * nu + shape);
      weights += weight;
      spends += weight * of[0] / nu;
    }
    return spends / weights;
  }

  private static double[] values(Row row, String column) {
    return row.<Double>getList(row.fieldIndex(column)).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
