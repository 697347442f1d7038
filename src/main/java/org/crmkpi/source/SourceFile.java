package org.crmkpi.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file as it was found.
 *
 * @param name path below the directory of the source, with slashes
 * @param delivery the delivery it belongs to; empty where the feed does not name deliveries
 * @param modifiedAt milliseconds since the epoch; whoever copies a file may set it
 * @param changedAt when the file, or the link to it, was last touched in any way, which nobody can
 *     set; the time of modification where the file system keeps no other
 */
record SourceFile(
    String name, String delivery, Path path, long bytes, long modifiedAt, long changedAt) {
  private static final String CHANGED = "unix:ctime";

  static SourceFile of(String name, String delivery, Path path) throws IOException {
    long modified = Files.getLastModifiedTime(path).toMillis();
    return new SourceFile(
        name, delivery, path, Files.size(path), modified, changed(path, modified));
  }

  private static long changed(Path path, long modified) throws IOException {
    try {
      FileTime target = (FileTime) Files.getAttribute(path, CHANGED);
      FileTime link = (FileTime) Files.getAttribute(path, CHANGED, LinkOption.NOFOLLOW_LINKS);
      return Math.max(target.toMillis(), link.toMillis());
    } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
      return modified;
    }
  }

  /** SHA-256 of the bytes. */
  String content() throws IOException {
    MessageDigest digest = Digest.sha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** True when somebody wrote to the file since it was found. */
  boolean hasChanged() throws IOException {
    return !Files.exists(path) || !of(name, delivery, path).equals(this);
  }
}
