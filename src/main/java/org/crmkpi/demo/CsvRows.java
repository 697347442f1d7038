package org.crmkpi.demo;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.Writer;
import java.util.List;

/** Comma-separated rows after RFC 4180, header first. */
final class CsvRows implements RowFile {
  private final CsvWriter csv;

  CsvRows(Writer out, List<String> header) {
    csv = new CsvWriter(out, settings());
    csv.writeHeaders(header);
  }

  @Override
  public void write(String[] values) {
    csv.writeRow(values);
  }

  @Override
  public void close() {
    csv.close();
  }

  private static CsvWriterSettings settings() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setQuoteEscape('"');
    settings.setQuotationTriggers('"', ',');
    settings.setEmptyValue("");
    settings.setSkipEmptyLines(false);
    settings.trimValues(false);
    return settings;
  }
}
