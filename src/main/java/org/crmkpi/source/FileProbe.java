package org.crmkpi.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * What a look at a file shows before any of its rows is loaded.
 *
 * @param extraColumns columns that the feed does not know
 * @param refusals why the file cannot belong to the feed
 * @param damage why the file cannot be read at all
 */
record FileProbe(
    boolean hasRows, List<String> extraColumns, List<String> refusals, Optional<String> damage) {

  private static final Pattern LIKE_A_NAME =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_ .()\\[\\]/#%&+:?-]{0,79}");

  static FileProbe of(Path file, FileShape shape) {
    try {
      return shape.format() == FileShape.Format.PARQUET
          ? ParquetProbe.of(file, shape)
          : text(file, shape);
    } catch (EOFException | ZipException cut) {
      return damaged("the compressed file is cut off or broken");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static FileProbe damaged(String why) {
    return new FileProbe(false, List.of(), List.of(), Optional.of(why));
  }

  private static FileProbe text(Path file, FileShape shape) throws IOException {
    if (Files.size(file) == 0) {
      boolean isCsv = shape.format() == FileShape.Format.CSV;
      return refused(isCsv ? "is empty; it has not even a header" : "is empty");
    }
    Optional<String> container = Container.of(file, shape.options().encoding());
    if (container.isPresent()) {
      return refused(container.get());
    }
    if (TextFiles.isCompressed(file)) {
      TextFiles.decompress(file);
    }
    try (Records records = TextFiles.open(file, shape)) {
      boolean hasRows = records.hasNext();
      if (records instanceof CsvRecords csv) {
        return new FileProbe(
            hasRows, csv.header().extra(), refusals(csv.header()), Optional.empty());
      }
      return new FileProbe(hasRows, extraOfFirst(records), List.of(), Optional.empty());
    }
  }

  /** Objects name their columns each for itself; the first one speaks for the file. */
  private static List<String> extraOfFirst(Records records) {
    if (records instanceof JsonRecords json && json.hasNext()) {
      json.next();
      return json.extra();
    }
    return List.of();
  }

  static List<String> refusals(Header header) {
    List<String> refusals = new ArrayList<>();
    if (header.width() == 0) {
      return List.of("is empty; it has not even a header");
    }
    if (!header.missing().isEmpty()) {
      refusals.add(
          "has no column %s; %s".formatted(String.join(", ", header.missing()), there(header)));
    }
    header.twice().forEach(column -> refusals.add("has column " + column + " twice"));
    return refusals;
  }

  /** A first line that is no header may hold the data of people: it is not shown. */
  private static String there(Header header) {
    boolean isHeader =
        header.extra().stream().allMatch(name -> LIKE_A_NAME.matcher(name.strip()).matches());
    return isHeader
        ? "unknown columns there: " + header.extra()
        : "its first line, with %d fields, does not look like a header; are delimiter, encoding and header of the options right?"
            .formatted(header.width());
  }

  private static FileProbe refused(String why) {
    return new FileProbe(false, List.of(), List.of(why), Optional.empty());
  }
}
