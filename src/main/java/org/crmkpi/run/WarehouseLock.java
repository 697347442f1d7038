package org.crmkpi.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * One writer at a time: an operating-system lock on a file in the warehouse, freed by the system
 * when its process ends. A warehouse on a remote store is not locked here.
 */
final class WarehouseLock {
  private static final String FILE = ".lock";

  private final Optional<FileChannel> channel;

  private WarehouseLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /** Does work while holding the lock; fails at once when another run has it. */
  static <T> T holding(String root, Supplier<T> work) {
    WarehouseLock lock = take(root);
    try {
      return work.get();
    } finally {
      lock.release();
    }
  }

  private static WarehouseLock take(String root) {
    if (root.contains("://")) {
      return new WarehouseLock(Optional.empty());
    }
    Path folder = Path.of(root.replaceFirst("^file:", ""));
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return lock(root, channel);
    } catch (IOException unwritable) {
      throw CrmFailure.because(
          unwritable,
          Category.OUTSIDE,
          root,
          "the warehouse cannot be written",
          "check the folder and its rights.");
    }
  }

  private static WarehouseLock lock(String root, FileChannel channel) throws IOException {
    if (tryLock(channel).isPresent()) {
      return new WarehouseLock(Optional.of(channel));
    }
    channel.close();
    throw CrmFailure.of(
        Category.LOCKED,
        root,
        "another run is writing to this warehouse",
        "",
        "wait for it to end, then run again.");
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    }
  }

  private void release() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException alreadyGone) {
      throw CrmFailure.because(
          alreadyGone, Category.OUTSIDE, FILE, "the lock could not be given back", "run again.");
    }
  }
}
