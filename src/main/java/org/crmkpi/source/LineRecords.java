package org.crmkpi.source;

import java.io.IOException;
import java.util.List;

/** Plain lines; empty ones do not count. */
final class LineRecords implements Records {
  private final Lines lines;
  private final FileShape.TextOptions options;
  private long row;

  LineRecords(Lines lines, FileShape shape) {
    this.lines = lines;
    this.options = shape.options();
  }

  @Override
  public boolean hasNext() {
    return lines.hasRecord();
  }

  @Override
  public RawRecord next() {
    Lines.Line line = lines.next();
    row++;
    if (line.cut()) {
      return RawRecord.malformed(row, TextProblem.tooLong(options), line.text());
    }
    String text = line.record();
    return TextProblem.in(text, options)
        .map(problem -> RawRecord.malformed(row, problem, text))
        .orElseGet(() -> RawRecord.of(row, List.of(text)));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
