package org.crmkpi.source;

import java.nio.charset.Charset;
import org.crmkpi.config.StrictConf;

/** Reads the options of a feed. */
final class TextOptionsReader {
  private static final int MAX_RECORD_CHARS = 1_000_000;

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
            options.has("max_record_chars") ? options.whole("max_record_chars") : MAX_RECORD_CHARS);
    options.done();
    return read;
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
