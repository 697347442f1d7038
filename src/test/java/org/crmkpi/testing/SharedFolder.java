package org.crmkpi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * A folder that all test processes of one build share: the first that asks fills it, the others
 * wait and find it filled. The system property {@code crm.shared} names the folder of the build;
 * what earlier builds left beside it goes.
 */
public final class SharedFolder {
  private static final String FILLED = "filled";

  private SharedFolder() {}

  /**
   * The shared folder of a name.
   *
   * @param fill fills it; called once in a build
   */
  public static Path filled(String name, Consumer<Path> fill) {
    try {
      Path build = build();
      Path folder = build.resolve(name);
      Files.createDirectories(build);
      Path locked = build.resolve(name + ".lock");
      try (FileChannel channel =
              FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(folder.resolve(FILLED))) {
          removeEarlier(build);
          FileUtil.fullyDelete(folder.toFile());
          Files.createDirectories(folder);
          fill.accept(folder);
          Files.createFile(folder.resolve(FILLED));
        }
      }
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A process that no build started shares with nobody. */
  private static Path build() throws IOException {
    String shared = System.getProperty("crm.shared", "");
    return shared.isEmpty()
        ? Files.createTempDirectory("crm-kpi-alone").resolve("shared")
        : Path.of(shared);
  }

  private static void removeEarlier(Path build) throws IOException {
    try (Stream<Path> builds = Files.list(build.getParent())) {
      builds
          .filter(each -> !each.equals(build))
          .forEach(each -> FileUtil.fullyDelete(each.toFile()));
    }
  }
}
