package org.crmkpi.source;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the files of a feed are written.
 *
 * @param columns columns that every file must have
 * @param optionalColumns columns that read as null where a file does not have them
 * @param key columns whose newest row counts; empty when every row counts
 * @param nullTexts words that stand for nothing, as a blank does
 */
record FileShape(
    Format format,
    List<String> columns,
    List<String> optionalColumns,
    List<String> key,
    List<String> nullTexts,
    TextOptions options)
    implements Serializable {

  FileShape {
    columns = List.copyOf(columns);
    optionalColumns = List.copyOf(optionalColumns);
    key = List.copyOf(key);
    nullTexts = List.copyOf(nullTexts);
  }

  /** How the rows lie in a file. */
  enum Format {
    /** Separated values, with a header unless the options say otherwise. */
    CSV,
    /** One object a line. */
    JSON,
    /** Columns of any type that has a text form. */
    PARQUET,
    /** One column {@code line}. */
    TEXT
  }

  /**
   * How text files are written.
   *
   * @param maxRecordChars a longer record is malformed
   */
  record TextOptions(
      char delimiter, char quote, char escape, String encoding, boolean header, int maxRecordChars)
      implements Serializable {}

  /** True for a value that says nothing. */
  boolean isNothing(String value) {
    return value.isBlank() || nullTexts.contains(value.strip());
  }

  /** Required and optional columns, in the order of the raw table. */
  List<String> allColumns() {
    return Stream.concat(columns.stream(), optionalColumns.stream()).toList();
  }
}
