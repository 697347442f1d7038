package org.crmkpi.source;

import java.nio.charset.Charset;
import org.crmkpi.config.StrictConf;

/** Reads the options of a feed. */
final class TextOptionsReader {
  private static final int MAX_RECORD_CHARS = 1_000_000;
  private static final int MOST_RECORD_CHARS = 100_000_000;

  private TextOptionsReader() {}

  static FileShape.TextOptions read(StrictConf options) {
    char quote = character(options, "quote", '"');
    FileShape.TextOptions read =
        new FileShape.TextOptions(
            character(options, "delimiter", ','),
            quote,
            character(options, "escape", quote),
            encoding(options),
            options.flag("header", true),
            maxRecordChars(options));
    options.done();
    return read;
  }

  private static int maxRecordChars(StrictConf options) {
    if (!options.has("max_record_chars")) {
      return MAX_RECORD_CHARS;
    }
    int chars = options.whole("max_record_chars");
    if (chars < 1 || chars > MOST_RECORD_CHARS) {
      options.problem(
          "max_record_chars",
          "'max_record_chars' is %d, but must be between 1 and %d"
              .formatted(chars, MOST_RECORD_CHARS));
    }
    return chars;
  }

  private static char character(StrictConf options, String key, char otherwise) {
    String text = options.text(key, String.valueOf(otherwise));
    if (text.length() != 1) {
      options.problem(key, "'" + key + "' must be one character, but is '" + text + "'");
      return otherwise;
    }
    return text.charAt(0);
  }

  private static String encoding(StrictConf options) {
    String name = options.text("encoding", "UTF-8");
    try {
      return Charset.forName(name).name();
    } catch (IllegalArgumentException unknown) {
      options.problem("encoding", "'" + name + "' is not an encoding");
      return "UTF-8";
    }
  }
}
