package org.crmkpi.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Records of separated values. A quote that is never closed makes its own line malformed and no
 * other: reading goes on with the next line.
 */
final class CsvRecords implements Records {
  private final Lines lines;
  private final FileShape.TextOptions options;
  private final Header header;
  private long row;

  CsvRecords(Lines lines, FileShape shape) {
    this.lines = lines;
    this.options = shape.options();
    this.header =
        options.header()
            ? Header.of(shape, lines.hasRecord() ? headerFields() : List.of())
            : Header.of(shape, shape.allColumns());
  }

  Header header() {
    return header;
  }

  @Override
  public boolean hasNext() {
    return lines.hasRecord();
  }

  @Override
  public RawRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    row++;
    Lines.Line first = lines.next();
    String text = first.record();
    if (first.cut()) {
      return RawRecord.malformed(row, TextProblem.tooLong(options), text);
    }
    return text.indexOf(options.quote()) < 0
        ? record(CsvFields.plain(text, options.delimiter()), text)
        : quoted(first);
  }

  private RawRecord quoted(Lines.Line first) {
    CsvFields fields = new CsvFields(options);
    List<Lines.Line> more = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Lines.Line line = first;
    fields.add(line.record());
    text.append(line.record());
    while (fields.isOpen() && lines.hasNext() && text.length() <= options.maxRecordChars()) {
      line = lines.next();
      more.add(line);
      fields.add(line.record());
      text.append('\n').append(line.record());
    }
    if (fields.isOpen() || fields.isBroken()) {
      lines.giveBack(more);
      return RawRecord.malformed(
          row,
          fields.isOpen() ? "a quote is not closed" : "text follows a closing quote",
          first.record());
    }
    return record(fields.fields(), text.toString());
  }

  private RawRecord record(List<String> fields, String text) {
    if (fields.size() != header.width()) {
      String counts = "%d fields instead of %d".formatted(fields.size(), header.width());
      return RawRecord.malformed(row, counts, text);
    }
    return TextProblem.in(text, options)
        .map(problem -> RawRecord.malformed(row, problem, text))
        .orElseGet(() -> RawRecord.of(row, header.pick(fields)));
  }

  private List<String> headerFields() {
    CsvFields fields = new CsvFields(options);
    fields.add(lines.next().record());
    return fields.fields();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
