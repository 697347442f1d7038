package org.crmkpi.source;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A source as asked for on the command line.
 *
 * @param dir where its files are; empty to take the directory of its source.conf
 */
public record SourceRequest(String name, Optional<Path> dir) {
  /** Reads {@code NAME} or {@code NAME=DIR}. */
  public static SourceRequest parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new SourceRequest(text, Optional.empty())
        : new SourceRequest(
            text.substring(0, equals), Optional.of(Path.of(text.substring(equals + 1))));
  }
}
