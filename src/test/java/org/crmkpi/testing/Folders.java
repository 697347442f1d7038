package org.crmkpi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Folders as a whole. */
public final class Folders {
  private Folders() {}

  /** Copies all files of a folder, such as a warehouse, to another place. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path each : found.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    } catch (IOException uncopied) {
      throw new UncheckedIOException(uncopied);
    }
  }
}
