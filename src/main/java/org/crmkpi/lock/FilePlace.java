package org.crmkpi.lock;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * A lock of the operating system on the file {@code .lock} of a warehouse on a local disk, freed by
 * the system when its process ends.
 */
final class FilePlace implements LockPlace {
  private static final String FILE = ".lock";

  /** The system's lock is one of the process; it keeps apart no two runs of the same one. */
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final String warehouse;
  private final Path folder;

  private FilePlace(String warehouse, Path folder) {
    this.warehouse = warehouse;
    this.folder = folder;
  }

  /** The place of a warehouse; fails when that is not a folder of this machine. */
  static FilePlace of(String warehouse) {
    String path = warehouse.replaceFirst("^file:(//)?", "");
    if (path.contains("://")) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "lock.kind",
          "is 'file', but a file cannot lock " + warehouse,
          "",
          "set lock.kind = database in conf/env; nothing was started.");
    }
    return new FilePlace(warehouse, Path.of(path));
  }

  @Override
  public HeldLock take(LongSupplier seen) {
    try {
      Files.createDirectories(folder);
      Path path = folder.toRealPath().resolve(FILE);
      if (!HELD_BY_THIS_PROCESS.add(path)) {
        throw Holder.here(0).hasIt(warehouse);
      }
      try {
        return take(path, seen);
      } catch (IOException | RuntimeException notTaken) {
        HELD_BY_THIS_PROCESS.remove(path);
        throw notTaken;
      }
    } catch (IOException unwritable) {
      throw CrmFailure.because(
          unwritable,
          Category.OUTSIDE,
          warehouse,
          "the warehouse cannot be written",
          "check the folder and its rights.");
    }
  }

  private Held take(Path path, LongSupplier seen) throws IOException {
    LockFile file = LockFile.open(path);
    try {
      Optional<FileLock> lock = file.tryLock();
      if (lock.isEmpty()) {
        throw file.holder().hasIt(warehouse);
      }
      Holder holder = Holder.here(Math.max(file.holder().number(), seen.getAsLong()) + 1);
      file.write(holder);
      return new Held(warehouse, path, file, lock.get(), holder, file.identity());
    } catch (IOException | RuntimeException notTaken) {
      file.close();
      throw notTaken;
    }
  }

  private record Held(
      String warehouse, Path path, LockFile file, FileLock lock, Holder holder, Object identity)
      implements HeldLock {
    @Override
    public long number() {
      return holder.number();
    }

    @Override
    public void check() {
      try {
        if (!lock.isValid()) {
          throw holder.lost(warehouse, "it was given back");
        }
        if (!file.identity().equals(identity)) {
          throw holder.lost(warehouse, "somebody replaced or deleted " + path);
        }
        if (!file.holder().equals(holder)) {
          throw holder.lost(warehouse, "now it has " + file.holder());
        }
      } catch (IOException unreadable) {
        throw holder.lost(warehouse, path + " cannot be read: " + unreadable.getMessage());
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException notClosed) {
        throw CrmFailure.because(
            notClosed,
            Category.OUTSIDE,
            path.toString(),
            "the lock could not be given back; it ends with the process",
            "check the disk.");
      } finally {
        HELD_BY_THIS_PROCESS.remove(path);
      }
    }
  }
}
