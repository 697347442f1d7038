package org.crmkpi.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * All files of one feed: one folder a delivery, a new part after so many rows. At most one part a
 * delivery is open, so memory does not depend on the number of rows. A delivery without rows still
 * has its file.
 */
final class FeedFiles implements AutoCloseable {
  private static final int BUFFER = 1 << 15;

  private final Path dir;
  private final Feed feed;
  private final Timeline timeline;
  private final int rowsPerPart;
  private final List<String> header;
  private final RowFile[] open;
  private final long[] rows;

  FeedFiles(Path dir, Feed feed, DemoSettings settings) {
    this.dir = dir;
    this.feed = feed;
    this.timeline = new Timeline(settings.nights());
    this.rowsPerPart = settings.rowsPerPart();
    this.header = feed.header();
    this.open = new RowFile[timeline.deliveries()];
    this.rows = new long[timeline.deliveries()];
    for (int delivery = 0; delivery < open.length; delivery++) {
      roll(delivery);
    }
  }

  /** A row of master data that is delivered whole every night. */
  void full(int delivery, String... values) {
    write(delivery, values);
  }

  /** The same row in every delivery. */
  void everyNight(String... values) {
    for (int delivery = 0; delivery < open.length; delivery++) {
      write(delivery, values);
    }
  }

  /** The state of a record after a change at {@code updatedAt}. */
  void change(int delivery, long updatedAt, String... values) {
    write(delivery, marked(updatedAt, "false", values));
  }

  /** The state of a record, in the delivery of the day on which it changed. */
  void change(long updatedAt, String... values) {
    if (timeline.holds(updatedAt)) {
      change(timeline.deliveryOf(updatedAt), updatedAt, values);
    }
  }

  /** The last state of a record that is gone. */
  void deleted(int delivery, long updatedAt, String... values) {
    write(delivery, marked(updatedAt, "true", values));
  }

  /** A physically broken row of history: any width but that of the header. */
  void broken(String... values) {
    write(0, values);
  }

  /** Rows written so far, by delivery; headers are not counted. */
  List<Long> rows() {
    return LongStream.of(rows).boxed().toList();
  }

  @Override
  public void close() {
    for (RowFile file : open) {
      file.close();
    }
  }

  private static String[] marked(long updatedAt, String isDeleted, String[] values) {
    String[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = Times.text(updatedAt);
    all[values.length + 1] = isDeleted;
    return all;
  }

  /** What happens after the last night is not delivered. */
  private void write(int delivery, String[] values) {
    if (delivery >= open.length) {
      return;
    }
    if (rows[delivery] > 0 && rows[delivery] % rowsPerPart == 0) {
      open[delivery].close();
      roll(delivery);
    }
    open[delivery].write(values);
    rows[delivery]++;
  }

  private void roll(int delivery) {
    long part = rows[delivery] / rowsPerPart + 1;
    String name =
        String.format(
            Locale.ROOT, "%s-%05d.%s", feed.fileName(), part, feed.isJson() ? "json" : "csv");
    Writer out = writer(dir.resolve(timeline.dateOf(delivery).toString()).resolve(name));
    open[delivery] = feed.isJson() ? new JsonRows(out, header) : new CsvRows(out, header);
  }

  /** A file of the same name is an error: two companies must not mix in one folder. */
  private static Writer writer(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return new BufferedWriter(
          new OutputStreamWriter(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), StandardCharsets.UTF_8),
          BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
