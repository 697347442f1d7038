package org.crmkpi.source;

import java.util.List;
import java.util.Optional;

/**
 * One record of a text file.
 *
 * @param row its number, from 1; a header does not count
 * @param values its columns in the order of the feed; a column may be null
 * @param problem what is wrong with it
 * @param text the beginning of the record as it was read, for malformed ones
 */
record RawRecord(long row, List<String> values, Optional<String> problem, String text) {
  private static final int SHOWN_CHARS = 2_000;

  static RawRecord of(long row, List<String> values) {
    return new RawRecord(row, values, Optional.empty(), "");
  }

  static RawRecord malformed(long row, String problem, String text) {
    String shown = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) : text;
    return new RawRecord(row, List.of(), Optional.of(problem), shown);
  }
}
