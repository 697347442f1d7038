package org.crmkpi.fits;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What a fit sees of the data. Its rows stand in the order of their values, so that it is the same
 * summary in whatever order they came.
 *
 * @param on end of the last day that it knows of
 * @param cases how many cases the rows stand for
 */
public record Summary(LocalDate on, List<Row> rows, long cases) {
  private static final int SHORT = 12;
  private static final Comparator<Comparable<Object>> CELLS =
      Comparator.nullsFirst(Comparator.naturalOrder());

  /** A summary of rows in any order, whose cells can be compared. */
  public Summary {
    rows = rows.stream().sorted(Summary::compare).toList();
  }

  /** True when the number of cases differs by at least this share of those of the other. */
  public boolean isOtherThan(Summary other, double share) {
    long more = Math.abs(cases - other.cases);
    return more > 0 && more >= share * other.cases;
  }

  /** SHA-256 of all cells. */
  public String hash() {
    MessageDigest digest = sha256();
    for (Row row : rows) {
      for (int i = 0; i < row.size(); i++) {
        String cell = String.valueOf(row.get(i));
        String text = row.isNullAt(i) ? "-" : cell.length() + ":" + cell;
        digest.update(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  String shortHash() {
    return hash().substring(0, SHORT);
  }

  private static int compare(Row left, Row right) {
    int order = 0;
    for (int i = 0; i < left.size() && order == 0; i++) {
      order = CELLS.compare(cell(left, i), cell(right, i));
    }
    return order;
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> cell(Row row, int column) {
    return (Comparable<Object>) row.get(column);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }
}
