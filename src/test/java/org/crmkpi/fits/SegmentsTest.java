package org.crmkpi.fits;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.crmkpi.clv.data.Simulation;
import org.crmkpi.clv.repeat.BgNbd;
import org.crmkpi.clv.repeat.RepeatCase;
import org.junit.jupiter.api.Test;

/** A business may call a segment as tables call all customers. */
final class SegmentsTest {
  private static final LocalDate DAY = LocalDate.of(2024, 3, 3);
  private static final List<RepeatCase> BUYERS =
      new Simulation(7).buyers(new BgNbd(0.8, 60, 0.9, 3), 1200, 200, 700);

  @Test
  void allCustomersStandInForASegmentThatIsCalledAll() {
    List<String> found = rows(RepeatBuyingFit.FIT, "all");

    assertThat(found).extracting(SegmentsTest::segmentAndMethod).doesNotHaveDuplicates();
    assertThat(of("web", found)).isNotEmpty();
    assertThat(of("all", found)).isNotEmpty();
    assertThat(found).hasSameSizeAs(of("all|web", found));
    assertThat(of("all", found)).isEqualTo(of("all", rows(RepeatBuyingFit.FIT, "field")));
    assertThat(of("web", found)).isEqualTo(of("web", rows(RepeatBuyingFit.FIT, "field")));
  }

  @Test
  void soTheyDoInTheHoldoutPeriod() {
    List<String> found = rows(HoldoutFit.FIT, "all");

    assertThat(found).doesNotHaveDuplicates();
    assertThat(of("all", found))
        .isEqualTo(of("all", rows(HoldoutFit.FIT, "field")))
        .anyMatch(row -> row.startsWith("all bg_nbd total "));
  }

  /** The rows without what was seen, which names the segment. */
  private static List<String> rows(Fit fit, String second) {
    List<Row> summary =
        IntStream.range(0, BUYERS.size())
            .mapToObj(i -> row(fit, i % 2 == 0 ? "web" : second, BUYERS.get(i)))
            .toList();
    int width = fit.parameters().size();
    return fit.rows(new Summary(DAY, summary, BUYERS.size())).stream()
        .map(row -> IntStream.range(0, width).mapToObj(i -> text(row.get(i))).toList())
        .map(cells -> String.join(" ", cells))
        .toList();
  }

  private static Row row(Fit fit, String segment, RepeatCase buyer) {
    Object[] cells =
        Arrays.stream(fit.summary().fieldNames())
            .map(
                column ->
                    switch (column) {
                      case "segment" -> segment;
                      case "purchases" -> (long) buyer.purchases();
                      case "last_day" -> buyer.lastDay();
                      case "observed_days" -> buyer.observedDays();
                      case "customers_count" -> 1L;
                      case "later_purchases" -> (long) (buyer.purchases() % 3);
                      case "calibrated_on" -> Date.valueOf(DAY.minusDays(90));
                      case "holdout_days" -> 90;
                      default -> null;
                    })
            .toArray();
    return new GenericRowWithSchema(cells, fit.summary());
  }

  private static String text(Object cell) {
    return cell instanceof Object[] several ? Arrays.toString(several) : String.valueOf(cell);
  }

  private static String segmentAndMethod(String row) {
    return row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1));
  }

  private static List<String> of(String segments, List<String> rows) {
    return rows.stream().filter(row -> row.matches("(" + segments + ") .*")).toList();
  }
}
