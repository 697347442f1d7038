package org.crmkpi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;

/** The fictional CRM, whose deliveries arrive one after the other. */
final class ArrivingCrm {
  private final Path written;
  private final Path arrived;

  private ArrivingCrm(Path written, Path arrived) {
    this.written = written;
    this.arrived = arrived;
  }

  /** Writes all deliveries beside the folder they will arrive in, once. */
  static ArrivingCrm write(BenchFolder folder, DemoSettings settings) {
    Path written =
        folder
            .root()
            .resolve(
                "crm-%d-%s-%d"
                    .formatted(
                        settings.customers(), settings.ordersPerCustomer(), settings.nights()));
    if (!Files.exists(written)) {
      Path unfinished = written.resolveSibling(written.getFileName() + ".unfinished");
      DemoCrm.write(unfinished, settings);
      move(unfinished, written);
    }
    return new ArrivingCrm(written, folder.arrived());
  }

  /** Business days of the deliveries, oldest first. */
  List<LocalDate> days() {
    return files(written).stream().map(path -> LocalDate.parse(name(path))).toList();
  }

  /** Puts the delivery of a day where the source looks for it. */
  void arrive(LocalDate day) {
    try {
      Path target = Files.createDirectories(arrived.resolve(day.toString()));
      for (Path file : files(written.resolve(day.toString()))) {
        Files.createLink(target.resolve(name(file)), file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
