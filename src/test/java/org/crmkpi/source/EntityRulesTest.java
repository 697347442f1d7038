package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** Mapped text becomes exact values, or is rejected with a reason that names no person. */
final class EntityRulesTest {
  private final SparkSession session = TestSpark.session().newSession();

  @Test
  void valuesAreExactOrTheRowIsRejected() {
    MappedEntity lines =
        map(
            "order_lines",
            "select * from values ('1', 'o', 'sale', '2', '10.50', '2024-01-31 23:59:59.999999'),"
                + " ('2', 'o', 'sale', '2', '10.505', '2024-01-01'),"
                + " ('3', 'o', 'sale', '2,5', '1E1', '2024-01-01'),"
                + " ('4', 'o', 'sale', '2', '10,5', '2024-01-01'),"
                + " ('5', 'o', 'sale', '2', '12345678901234567', '2024-01-01'),"
                + " ('6', 'o', 'sale', '2', '1', '03/04/2024'),"
                + " ('7', 'o', 'sale', '2', '1', '10:30:00'),"
                + " ('8', 'o', 'sale', '-2', '1.500', '2024-01-01'),"
                + " ('9', ' ', 'sale', '2', '1', '2024-01-01')"
                + " as t(order_line_id, order_id, kind, quantity, amount, ordered_at)");

    assertThat(Delivered.rows(lines.accepted(), "order_line_id", "amount", "ordered_at"))
        .containsExactly("x:1 10.50 2024-01-31 23:59:59.999999");
    assertThat(Delivered.rows(lines.rejected(), "row_key", "reason"))
        .containsExactly(
            "order_line_id=x:2 amount '10.505' is not a number with at most 18 digits, 2 of them decimals",
            "order_line_id=x:3 quantity '2,5' is not a number with at most 15 digits, 3 of them decimals",
            "order_line_id=x:4 amount '10,5' is not a number with at most 18 digits, 2 of them decimals",
            "order_line_id=x:5 amount '12345678901234567' is not a number with at most 18 digits, 2 of them decimals",
            "order_line_id=x:6 ordered_at '03/04/2024' is not a timestamp",
            "order_line_id=x:7 ordered_at '10:30:00' is not a timestamp",
            "order_line_id=x:8 amount '1.500' has more than 2 decimals",
            "order_line_id=x:9 order_id is missing");
    assertThat(lines.rejectedCount()).isEqualTo(8);
  }

  @Test
  void rowsDatedAfterAsOfWaitInTheBusinessZone() {
    MappedEntity orders =
        map(
            "orders",
            "select * from values ('1', '2024-03-31T23:59:59'), ('2', '2024-03-31T22:00:00Z'),"
                + " ('3', '2024-03-31T21:59:59Z') as t(order_id, ordered_at)"
                + " lateral view stack(1, 'EUR') as currency");

    assertThat(Delivered.rows(orders.accepted(), "order_id")).containsExactly("x:1", "x:3");
    assertThat(orders.waitingCount()).isEqualTo(1);
    assertThat(orders.rejectedCount()).isZero();
  }

  @Test
  void ofRowsWithTheSameKeyTheFirstOfTheFileIsAcceptedWhateverTheOrder() {
    String rows =
        "select 'p' as product_id, concat('n', id) as name,"
            + " struct('f' as file, id as row) as row_ref from range(1, 6)";

    for (String order : List.of("", " order by id desc", " distribute by id % 3")) {
      MappedEntity products = map("products", rows + order);
      assertThat(Delivered.rows(products.accepted(), "name")).containsExactly("n1");
      assertThat(Delivered.rows(products.rejected(), "row_number", "reason"))
          .hasSize(4)
          .startsWith("2 a second row with the same key");
    }
  }

  private MappedEntity map(String entity, String sql) {
    return EntityRules.apply(
        session, Delivered.contract(entity), session.sql(sql), "x", Delivered.AS_OF);
  }
}
