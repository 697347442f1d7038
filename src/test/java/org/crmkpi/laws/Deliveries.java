package org.crmkpi.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Copies of delivery folders with their rows in another order. */
final class Deliveries {
  private Deliveries() {}

  /** The delivery folders of a source, oldest first. */
  static List<Path> of(Path source) {
    try (Stream<Path> folders = Files.list(source)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Copies one delivery with the data rows of each file in a random order. */
  static void shuffle(Path delivery, Path target, long seed) {
    each(
        delivery,
        file -> {
          List<String> lines = new ArrayList<>(Files.readAllLines(file));
          boolean hasHeader = file.toString().endsWith(".csv");
          List<String> rows =
              hasHeader ? lines.subList(Math.min(1, lines.size()), lines.size()) : lines;
          Collections.shuffle(rows, new Random(seed));
          Files.write(folder(target, delivery).resolve(file.getFileName()), lines);
        });
  }

  private static Path folder(Path target, Path delivery) throws IOException {
    return Files.createDirectories(target.resolve(delivery.getFileName()));
  }

  private interface FileWork {
    void on(Path file) throws IOException;
  }

  private static void each(Path delivery, FileWork work) {
    try (Stream<Path> files = Files.list(delivery)) {
      for (Path file : files.sorted().toList()) {
        work.on(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
