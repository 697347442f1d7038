package org.crmkpi.fits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** A fit says what it saw, and sees the same in whatever order the rows come. */
final class FitTest {
  private static final LocalDate DAY = LocalDate.of(2024, 3, 3);
  private static final int VERSION = 6;
  private static final int HASH = 9;

  @Test
  void rowsInAnyOrderAreTheSameSummary() {
    List<Row> rows = new ArrayList<>(List.of(row("web", 1, 5), row("web", 3, 2), row(null, 2, 2)));
    Summary summary = summary(rows);

    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(rows, new Random(seed));

      assertThat(summary(rows)).isEqualTo(summary);
      assertThat(summary(rows).hash()).isEqualTo(summary.hash());
      assertThat(TruncatedPoisson.FIT.parameterVersion(summary(rows)))
          .isEqualTo(TruncatedPoisson.FIT.parameterVersion(summary));
    }
  }

  @Test
  void anotherCellOrAnotherDayIsAnotherVersion() {
    assertThat(
            List.of(
                version(DAY, row("web", 1, 5), row("field", 3, 2)),
                version(DAY.plusDays(1), row("web", 1, 5), row("field", 3, 2)),
                version(DAY, row("web", 1, 5), row("field", 3, 3)),
                version(DAY, row("web", 1, 5), row(null, 3, 2)),
                version(DAY, row("web", 1, 5), row("null", 3, 2)),
                version(DAY, row("web", 1, 5), row("-", 3, 2)),
                version(DAY, row("web", 11, 5), row("field", 3, 2)),
                version(DAY, row("web1", 1, 5), row("field", 3, 2)),
                version(DAY, row("web", 1, 5))))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyRowOfParametersSaysWhatWasSeen() {
    Summary summary = summary(List.of(row("web", 1, 1), row("web", 2, 1), row("web", 3, 1)));

    Row found = TruncatedPoisson.FIT.rows(summary).get(0);

    assertThat(found.getDouble(2)).isCloseTo(1.59362426, within(1e-8));
    assertThat(found.getDouble(3)).isCloseTo(0.8444, within(1e-4));
    assertThat(found.get(VERSION)).isEqualTo("2024-03-03.1." + summary.hash().substring(0, 12));
    assertThat(found.get(VERSION + 1)).isEqualTo(java.sql.Date.valueOf(DAY));
    assertThat(found.get(VERSION + 2)).isEqualTo(3L);
    assertThat(found.get(HASH)).isEqualTo(summary.hash());
  }

  @Test
  void aSegmentWithFewCasesFallsBackAndWhatDoesNotConvergeHasNoValue() {
    List<Row> found =
        TruncatedPoisson.FIT.rows(summary(List.of(row("field", 4, 1), row("web", 1, 5))));

    assertThat(found).extracting(row -> row.getString(1)).containsExactly("all", "web");
    assertThat(found).extracting(row -> row.getBoolean(4)).containsExactly(true, false);
    assertThat(found.get(1).isNullAt(2)).isTrue();
  }

  @Test
  void thereAreNoParametersInAnEmptySummary() {
    Fit never =
        Fit.of(
            "never",
            1,
            "n bigint",
            "is_converged boolean",
            rows -> {
              throw new IllegalStateException("asked about nothing");
            });

    assertThat(never.rows(new Summary(DAY, List.of(), 0))).isEmpty();
  }

  @Test
  void theShareOfCasesDecidesFromItsValueOn() {
    assertThat(cases(105).isOtherThan(cases(100), 0.05)).isTrue();
    assertThat(cases(95).isOtherThan(cases(100), 0.05)).isTrue();
    assertThat(cases(104).isOtherThan(cases(100), 0.05)).isFalse();
    assertThat(cases(1).isOtherThan(cases(0), 0.05)).isTrue();
    assertThat(cases(0).isOtherThan(cases(0), 0.05)).isFalse();
  }

  @Test
  void aFitThatCannotKeepItsPromiseIsRefused() {
    assertThatThrownBy(() -> Fit.of("f", 1, "mean double", "is_converged boolean", rows -> rows))
        .hasMessage("fit f reads mean, which is not exact");
    assertThatThrownBy(() -> Fit.of("f", 1, "n bigint", "rate double", rows -> rows))
        .hasMessage("fit f does not fill is_converged boolean");
  }

  private static Row row(String channel, long orders, long customers) {
    return RowFactory.create(channel, orders, customers);
  }

  private static String version(LocalDate day, Row... rows) {
    return TruncatedPoisson.FIT.parameterVersion(new Summary(day, List.of(rows), 7));
  }

  private static Summary summary(List<Row> rows) {
    return new Summary(DAY, rows, rows.stream().mapToLong(row -> row.getLong(2)).sum());
  }

  private static Summary cases(long cases) {
    return new Summary(DAY, List.of(), cases);
  }
}
