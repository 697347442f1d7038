package org.crmkpi.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Opens text files: decompressed, decoded, without a byte order mark. */
final class TextFiles {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] UTF_16LE_MARK = {(byte) 0xFF, (byte) 0xFE};
  private static final byte[] UTF_16BE_MARK = {(byte) 0xFE, (byte) 0xFF};

  private TextFiles() {}

  static Records open(Path file, FileShape shape) throws IOException {
    Lines lines = new Lines(reader(file, shape.options()), shape.options().maxRecordChars());
    return switch (shape.format()) {
      case CSV -> new CsvRecords(lines, shape);
      case JSON -> new JsonRecords(lines, shape);
      case TEXT -> new LineRecords(lines, shape);
      case PARQUET -> throw new IllegalArgumentException("parquet is not text");
    };
  }

  /** Reads a compressed file to its end, which fails when it is cut off. */
  static void decompress(Path file) throws IOException {
    try (InputStream bytes = bytes(file)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  static boolean isCompressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static Reader reader(Path file, FileShape.TextOptions options) throws IOException {
    InputStream bytes = bytes(file);
    skip(bytes, mark(options.encoding()));
    CharsetDecoder decoder =
        Charset.forName(options.encoding())
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(TextProblem.UNDECODABLE));
    return new InputStreamReader(bytes, decoder);
  }

  private static InputStream bytes(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    return new BufferedInputStream(
        isCompressed(file) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw, BUFFER_BYTES);
  }

  /** The byte order mark that the decoder would take for a character. */
  private static byte[] mark(String encoding) {
    return switch (encoding) {
      case "UTF-16LE" -> UTF_16LE_MARK;
      case "UTF-16BE" -> UTF_16BE_MARK;
      default -> UTF_8_MARK;
    };
  }

  private static void skip(InputStream bytes, byte[] mark) throws IOException {
    bytes.mark(mark.length);
    if (!Arrays.equals(bytes.readNBytes(mark.length), mark)) {
      bytes.reset();
    }
  }
}
