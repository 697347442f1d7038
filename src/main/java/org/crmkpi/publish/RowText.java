package org.crmkpi.publish;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Rows as lines that the server reads, with the number of rows and the exclusive or of their
 * hashes, which the server computes again from what arrived.
 */
final class RowText {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final List<PublishedColumn> columns;
  private final MessageDigest md5;
  private long rows;
  private long hash;

  RowText(List<PublishedColumn> columns) {
    this.columns = columns;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  long rows() {
    return rows;
  }

  long hash() {
    return hash;
  }

  /** The row in the text form of COPY. */
  byte[] line(Row row) {
    StringBuilder line = new StringBuilder();
    StringBuilder hashed = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.append('\t');
      }
      if (row.isNullAt(i)) {
        line.append("\\N");
        hashed.append('-');
      } else {
        Object value = row.get(i);
        append(line, value);
        String text = hashedText(columns.get(i).kind(), value);
        hashed.append(text.getBytes(StandardCharsets.UTF_8).length).append(':').append(text);
      }
    }
    rows++;
    hash ^=
        ByteBuffer.wrap(md5.digest(hashed.toString().getBytes(StandardCharsets.UTF_8))).getLong();
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** SQL for the number of rows and the exclusive or of their hashes of a table. */
  static String hashSql(String table, List<PublishedColumn> columns) {
    String text =
        columns.stream()
            .map(
                column ->
                    "coalesce(octet_length(%s)::text || ':' || %s, '-')"
                        .formatted(column.textSql(), column.textSql()))
            .collect(Collectors.joining(" || "));
    return "select count(*), coalesce(bit_xor(('x' || left(md5(%s), 16))::bit(64)::bigint), 0) from %s"
        .formatted(text, table);
  }

  private static void append(StringBuilder line, Object value) {
    if (value instanceof String text) {
      escape(line, text);
    } else if (value instanceof Double number) {
      line.append(number.doubleValue());
    } else {
      line.append(plain(value));
    }
  }

  private static String hashedText(PublishedColumn.Kind kind, Object value) {
    return kind == PublishedColumn.Kind.FLOATING
        ? HexFormat.of().toHexDigits(Double.doubleToLongBits((Double) value))
        : plain(value);
  }

  private static String plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof Timestamp moment ? MOMENT.format(moment.toInstant()) : value.toString();
  }

  private static void escape(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }
}
