package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** Ranks are the same whether all rows are sorted or only those whose key is repeated. */
final class RepeatedKeysTest {
  private static final long MANY = 1_000_000;
  private static final Column[] KEYS = {functions.col("a"), functions.col("b")};

  private final SparkSession session = TestSpark.session().newSession();

  @Test
  void manyRowsAreRankedLikeFew() {
    Dataset<Row> rows =
        session.sql("select id, id % 7 as a, if(id = 3, null, 'x') as b from range(9)");

    RepeatedKeys repeated = RepeatedKeys.in(rows, KEYS, MANY);

    assertThat(repeated.none()).isFalse();
    assertThat(ranked(repeated, rows))
        .isEqualTo(ranked(RepeatedKeys.in(rows, KEYS, 9), rows))
        .containsExactly("0 1", "1 1", "2 1", "3 1", "4 1", "5 1", "6 1", "7 2", "8 2");
    assertThat(Delivered.rows(repeated.among(rows, KEYS), "id"))
        .containsExactly("0", "1", "7", "8");
  }

  @Test
  void withoutARepeatedKeyNothingIsSorted() {
    Dataset<Row> rows = session.sql("select id, id as a, 'x' as b from range(9)");

    RepeatedKeys repeated = RepeatedKeys.in(rows, KEYS, MANY);

    assertThat(repeated.none()).isTrue();
    assertThat(ranked(repeated, rows)).hasSize(9).allMatch(row -> row.endsWith(" 1"));
  }

  private static java.util.List<String> ranked(RepeatedKeys repeated, Dataset<Row> rows) {
    Column rank = functions.row_number().over(Window.partitionBy(KEYS).orderBy("id"));
    return Delivered.rows(
        repeated.ranked(rows, KEYS, "rank", some -> some.withColumn("rank", rank)), "id", "rank");
  }
}
