package org.crmkpi.query;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How a result is printed: for people, for spreadsheets, for programs. */
public enum ResultFormat {
  /** Aligned columns; null is an empty cell. */
  TABLE {
    @Override
    public void print(Dataset<Row> rows, PrintStream out) {
      List<String[]> lines = new ArrayList<>();
      texts(rows).forEachRemaining(lines::add);
      out.print(TextLayout.aligned(Arrays.asList(rows.columns()), lines, numeric(rows)));
    }
  },
  /** RFC 4180 with a header; null is an empty cell. */
  CSV {
    @Override
    public void print(Dataset<Row> rows, PrintStream out) {
      CsvWriterSettings settings = new CsvWriterSettings();
      settings.getFormat().setLineSeparator("\n");
      CsvWriter writer = new CsvWriter(out, settings);
      writer.writeHeaders(rows.columns());
      texts(rows).forEachRemaining(row -> writer.writeRow((Object[]) row));
      writer.flush();
    }
  },
  /** One JSON object a line; null fields are left out. */
  JSON {
    @Override
    public void print(Dataset<Row> rows, PrintStream out) {
      rows.toJSON().toLocalIterator().forEachRemaining(out::println);
    }
  };

  /** Prints all rows; nothing else goes to {@code out}. */
  public abstract void print(Dataset<Row> rows, PrintStream out);

  private static Iterator<String[]> texts(Dataset<Row> rows) {
    Column[] texts =
        Arrays.stream(rows.schema().fields())
            .map(field -> text(rows.col("`" + field.name() + "`"), field.dataType().simpleString()))
            .toArray(Column[]::new);
    Iterator<Row> found = rows.select(texts).toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public String[] next() {
        Row row = found.next();
        String[] cells = new String[row.size()];
        Arrays.setAll(cells, row::getString);
        return cells;
      }
    };
  }

  private static Column text(Column value, String type) {
    boolean nested =
        type.startsWith("array") || type.startsWith("struct") || type.startsWith("map");
    return nested ? functions.to_json(value) : value.cast("string");
  }

  private static List<Boolean> numeric(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields())
        .map(field -> field.dataType() instanceof org.apache.spark.sql.types.NumericType)
        .toList();
  }
}
