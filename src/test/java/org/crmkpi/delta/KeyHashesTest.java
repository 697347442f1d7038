package org.crmkpi.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** No row of a key may be lost, and few others come along. */
final class KeyHashesTest {
  private final SparkSession spark = TestSpark.session();
  private final Dataset<Row> rows =
      spark.sql(
          "select id, nullif(concat('n', id % 100), 'n7') as name, date_add(date '2024-01-01',"
              + " cast(id % 10 as int)) as day from range(1000)");

  @Test
  void aMissingPartIsAPartLikeAnyOther() {
    Dataset<Row> keys = keys("('n3', date '2024-01-04'), (null, date '2024-01-08')");

    assertThat(found(List.of("name", "day"), keys)).isEqualTo(ids("id % 100 in (3, 7)"));
  }

  @Test
  void keysOfAnotherTypeAreTheSameKeys() {
    assertThat(found(List.of("id"), spark.sql("select 5 as k union all select null")))
        .isEqualTo(ids("id = 5"));
  }

  @Test
  void aKeyThatIsThereTwiceFindsItsRowsOnce() {
    Dataset<Row> keys = keys("('n3', date '2024-01-04'), ('n3', date '2024-01-04')");

    assertThat(found(List.of("name", "day"), keys)).isEqualTo(ids("id % 100 = 3"));
  }

  private Dataset<Row> keys(String values) {
    return spark.sql("select * from values " + values + " as keys (a, b)");
  }

  private List<Long> found(List<String> columns, Dataset<Row> keys) {
    return ids(KeyHashes.candidates(rows, columns, keys));
  }

  private List<Long> ids(String where) {
    return ids(rows.where(where));
  }

  private static List<Long> ids(Dataset<Row> some) {
    return some.select("id").orderBy("id").as(Encoders.LONG()).collectAsList();
  }
}
