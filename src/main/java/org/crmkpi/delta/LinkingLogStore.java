package org.crmkpi.delta;

import io.delta.storage.LocalLogStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The log on a local disk. Delta's own store keeps writers apart within one process only: two
 * processes can both be told that the same version is theirs. Here a commit is a hard link, which
 * the file system makes only where no file of that name is; the file is complete, and on the disk,
 * before it has the name.
 */
public class LinkingLogStore extends LocalLogStore {
  private static final String SETTING = "io.delta.kernel.logStore.file.impl";

  /** Called by Delta through reflection. */
  public LinkingLogStore(Configuration hadoop) {
    super(hadoop);
  }

  /** The settings with this store in them, for paths of the scheme {@code file}. */
  static Configuration in(Configuration hadoop) {
    Configuration with = new Configuration(hadoop);
    with.setIfUnset(SETTING, LinkingLogStore.class.getName());
    return with;
  }

  /**
   * Writes a file of the log.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one and it may not be replaced
   */
  @Override
  public void write(Path path, Iterator<String> lines, Boolean overwrite, Configuration hadoop)
      throws IOException {
    if (overwrite) {
      super.write(path, lines, true, hadoop);
      return;
    }
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path folder = Files.createDirectories(target.getParent());
    java.nio.file.Path written =
        folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      write(written, lines);
      Files.createLink(target, written);
      sync(folder, StandardOpenOption.READ);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** A disk that is full does not say which one it is. */
  private static void write(java.nio.file.Path file, Iterator<String> lines) throws IOException {
    try {
      Iterable<String> text = () -> lines;
      Files.write(file, text);
      sync(file, StandardOpenOption.WRITE);
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException unnamed) {
      throw (IOException)
          new FileSystemException(file.toString(), null, unnamed.getMessage()).initCause(unnamed);
    }
  }

  private static void sync(java.nio.file.Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
