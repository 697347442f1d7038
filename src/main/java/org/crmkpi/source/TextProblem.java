package org.crmkpi.source;

import java.util.Optional;

/** What can be wrong with the characters of a record. */
final class TextProblem {
  /** Stands for bytes that the declared encoding does not have; no file may contain it itself. */
  static final char UNDECODABLE = '\uFFFF';

  private TextProblem() {}

  static Optional<String> in(String text, FileShape.TextOptions options) {
    if (text.indexOf('\0') >= 0) {
      return Optional.of("a NUL character");
    }
    if (text.indexOf(UNDECODABLE) >= 0) {
      return Optional.of("bytes that are not " + options.encoding());
    }
    return text.length() > options.maxRecordChars()
        ? Optional.of(tooLong(options))
        : Optional.empty();
  }

  static String tooLong(FileShape.TextOptions options) {
    return "longer than " + options.maxRecordChars() + " characters";
  }
}
