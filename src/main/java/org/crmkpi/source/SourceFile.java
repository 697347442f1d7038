package org.crmkpi.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file as it was found.
 *
 * @param name path below the directory of the source, with slashes
 * @param delivery the delivery it belongs to; empty where the feed does not name deliveries
 * @param modifiedAt milliseconds since the epoch
 */
record SourceFile(String name, String delivery, Path path, long bytes, long modifiedAt) {
  static SourceFile of(String name, String delivery, Path path) throws IOException {
    return new SourceFile(
        name, delivery, path, Files.size(path), Files.getLastModifiedTime(path).toMillis());
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
