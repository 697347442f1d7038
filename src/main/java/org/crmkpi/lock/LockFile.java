package org.crmkpi.lock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An open lock file: its first line is the number of the newest holder, the second says who that
 * is. Read through one handle only: on POSIX systems a process that closes any handle of a file
 * loses its locks on it. No channel, because an interrupted thread closes the channel it reads.
 */
final class LockFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;

  private LockFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static LockFile open(Path path) throws IOException {
    return new LockFile(path, new RandomAccessFile(path.toFile(), "rw"));
  }

  /** The lock of the operating system, unless another process has it. */
  Optional<FileLock> tryLock() throws IOException {
    try {
      return Optional.ofNullable(file.getChannel().tryLock());
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    }
  }

  synchronized Holder holder() throws IOException {
    byte[] bytes = new byte[(int) file.length()];
    file.seek(0);
    file.readFully(bytes);
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return lines.size() > 1 && lines.get(0).matches("\\d{1,18}")
        ? new Holder(Long.parseLong(lines.get(0)), lines.get(1))
        : Holder.NOBODY;
  }

  synchronized void write(Holder holder) throws IOException {
    byte[] bytes = (holder.number() + "\n" + holder.who() + "\n").getBytes(StandardCharsets.UTF_8);
    file.seek(0);
    file.write(bytes);
    file.setLength(bytes.length);
    file.getFD().sync();
  }

  /** What the path leads to now; another value once the file was replaced. */
  Object identity() throws IOException {
    return Objects.requireNonNullElse(
        Files.readAttributes(path, BasicFileAttributes.class).fileKey(), path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
