package org.crmkpi.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What a file really is, by its first bytes, whatever its name says. */
final class Container {
  private static final int LOOKED_AT = 64;
  private static final String GZIP = "1f8b";
  private static final String ZIP = "504b0304";
  private static final String PARQUET = "50415231";

  private Container() {}

  /** Why a file cannot be read as text of an encoding; empty when it can. */
  static Optional<String> of(Path file, String encoding) throws IOException {
    byte[] first = first(file);
    String hex = HexFormat.of().formatHex(first);
    boolean isCompressed = TextFiles.isCompressed(file);
    if (hex.startsWith(ZIP)) {
      return Optional.of("is a zip archive; unpack it, or deliver gzip with a name in .gz");
    }
    if (hex.startsWith(PARQUET)) {
      return Optional.of("is a Parquet file, but the feed says text; state format = parquet");
    }
    if (hex.startsWith(GZIP) && !isCompressed) {
      return Optional.of("is compressed by gzip, but its name does not end in .gz");
    }
    boolean isPlain = first.length > 0 && !hex.startsWith(GZIP);
    if (isCompressed && isPlain) {
      return Optional.of("is not compressed, though its name ends in .gz");
    }
    return isPlain && !encoding.startsWith("UTF-16") && isUtf16(hex, first)
        ? Optional.of("is UTF-16, but the feed says " + encoding)
        : Optional.empty();
  }

  /** By its mark, or because every other byte of its first letters is zero. */
  private static boolean isUtf16(String hex, byte[] first) {
    if (hex.startsWith("feff") || hex.startsWith("fffe")) {
      return true;
    }
    int zeros = 0;
    for (int i = 0; i < first.length; i++) {
      zeros += first[i] == 0 ? 1 : 0;
    }
    return zeros > 1 && zeros >= first.length / 2 - 1;
  }

  private static byte[] first(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return Arrays.copyOf(
          bytes.readNBytes(LOOKED_AT), (int) Math.min(LOOKED_AT, Files.size(file)));
    }
  }
}
