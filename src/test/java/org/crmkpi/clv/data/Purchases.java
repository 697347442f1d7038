package org.crmkpi.clv.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.crmkpi.clv.holdout.Holdout;
import org.crmkpi.clv.holdout.HoldoutCase;
import org.crmkpi.clv.repeat.RepeatSummary;
import org.crmkpi.clv.spend.SpendCase;
import org.crmkpi.clv.spend.SpendSummary;
import org.crmkpi.testing.RealData;

/**
 * Purchases of real customers, split at the end of a calibration period. Amounts of one day are one
 * purchase.
 *
 * @param buyers the customers who bought until {@code end}, by id
 */
public record Purchases(List<Buyer> buyers, int holdoutDays) {
  private static final DateTimeFormatter COMPACT = DateTimeFormatter.BASIC_ISO_DATE;

  /** The sample of CDNOW: 39 weeks of calibration, 39 weeks of holdout. */
  public static Purchases cdnow() {
    var amounts = new TreeMap<String, SortedMap<LocalDate, Double>>();
    for (String line : lines(RealData.folder("cdnow").resolve("CDNOW_sample.txt"))) {
      List<String> fields = List.of(line.strip().split("\\s+", -1));
      add(amounts, fields.get(1), LocalDate.parse(fields.get(2), COMPACT), fields.get(4));
    }
    return of(amounts, LocalDate.of(1997, 9, 30), LocalDate.of(1998, 6, 30));
  }

  /** The apparel retailer of CLVTools: three years of calibration, then the rest. */
  public static Purchases apparel() {
    var amounts = new TreeMap<String, SortedMap<LocalDate, Double>>();
    Path file = RealData.folder("clvtools").resolve("apparelTrans.csv");
    for (String line : lines(file).subList(1, lines(file).size())) {
      List<String> fields = List.of(line.replace("\"", "").split(",", -1));
      add(amounts, fields.get(0), LocalDate.parse(fields.get(1)), fields.get(2));
    }
    return of(amounts, LocalDate.of(2007, 12, 31), LocalDate.of(2010, 12, 20));
  }

  /** The histories that the repeat-buying models are fitted to. */
  public RepeatSummary histories() {
    return RepeatSummary.of(buyers.stream().map(Buyer::history).toList());
  }

  /** The spend of customers who came back. */
  public SpendSummary spend() {
    return SpendSummary.of(
        buyers.stream()
            .filter(buyer -> buyer.history().purchases() > 0)
            .map(buyer -> new SpendCase(buyer.history().purchases(), buyer.meanSpend(), 1))
            .toList());
  }

  /** The customers with what they did in the holdout period. */
  public Holdout holdout() {
    return new Holdout(
        buyers.stream()
            .map(buyer -> new HoldoutCase(buyer.history(), buyer.laterPurchases()))
            .toList(),
        holdoutDays);
  }

  private static void add(
      SortedMap<String, SortedMap<LocalDate, Double>> amounts,
      String customer,
      LocalDate day,
      String amount) {
    amounts
        .computeIfAbsent(customer, id -> new TreeMap<>())
        .merge(day, Double.valueOf(amount), Double::sum);
  }

  private static Purchases of(
      SortedMap<String, SortedMap<LocalDate, Double>> amounts, LocalDate end, LocalDate last) {
    List<Buyer> buyers =
        amounts.values().stream()
            .filter(days -> !days.firstKey().isAfter(end))
            .map(days -> Buyer.of(days, end, last))
            .toList();
    return new Purchases(buyers, (int) ChronoUnit.DAYS.between(end, last));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
