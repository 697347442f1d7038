package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Turns a text file into rows of its raw table, one record at a time. */
final class ParseFile implements FlatMapFunction<FileTask, Row> {
  private static final long serialVersionUID = 1L;
  private static final int OWN_COLUMNS = 6;

  private final FileShape shape;
  private final int columns;
  private final List<Integer> keys;

  ParseFile(FileShape shape) {
    this.shape = shape;
    this.columns = shape.allColumns().size();
    this.keys = shape.key().stream().map(shape.allColumns()::indexOf).toList();
  }

  @Override
  public Iterator<Row> call(FileTask task) throws IOException {
    Records records = TextFiles.open(Path.of(task.path()), shape);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext() || closed(records);
      }

      @Override
      public Row next() {
        return row(task, records.next());
      }
    };
  }

  private Row row(FileTask task, RawRecord record) {
    Object[] values = new Object[columns + OWN_COLUMNS];
    for (int i = 0; i < record.values().size(); i++) {
      values[i] = record.values().get(i);
    }
    values[columns] = task.file();
    values[columns + 1] = task.content();
    values[columns + 2] = task.delivery();
    values[columns + 3] = record.row();
    values[columns + 4] = record.problem().or(() -> missingKey(record)).orElse(null);
    values[columns + 5] = record.problem().isPresent() ? record.text() : null;
    return RowFactory.create(values);
  }

  private Optional<String> missingKey(RawRecord record) {
    for (int key : keys) {
      String value = record.values().get(key);
      if (value == null || shape.isNothing(value)) {
        return Optional.of(RawTables.missingKey(shape.allColumns().get(key)));
      }
    }
    return Optional.empty();
  }

  private static boolean closed(Records records) {
    try {
      records.close();
      return false;
    } catch (IOException unclosable) {
      throw new UncheckedIOException(unclosable);
    }
  }
}
