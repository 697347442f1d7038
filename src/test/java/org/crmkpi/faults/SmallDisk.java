package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crmkpi.testing.Tools;

/** A file system of some megabytes in memory, which a test fills and makes read-only. */
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 96;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one; skips the test where nobody may. */
  static SmallDisk mounted(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    Tools.need(
        Tools.works("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "none", path(folder)),
        "a file system cannot be mounted here; run as root with CAP_SYS_ADMIN");
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Takes all the room that is left. */
  void fill() {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  /** Gives the room back. */
  void free() {
    try {
      Files.delete(ballast());
    } catch (IOException undeletable) {
      throw new UncheckedIOException(undeletable);
    }
  }

  void readOnly() {
    Tools.run("mount", "-o", "remount,ro", path(folder));
  }

  void writable() {
    Tools.run("mount", "-o", "remount,rw", path(folder));
  }

  @Override
  public void close() {
    Tools.run("umount", "--lazy", path(folder));
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static String path(Path folder) {
    return folder.toAbsolutePath().toString();
  }
}
