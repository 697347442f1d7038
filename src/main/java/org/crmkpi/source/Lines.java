package org.crmkpi.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The lines of a file, one at a time and never longer than a limit, with a way back: a record that
 * turns out not to end gives its lines back.
 */
final class Lines implements Closeable {
  private static final int BUFFER_CHARS = 1 << 16;

  private final Reader reader;
  private final int maxChars;
  private final char[] buffer = new char[BUFFER_CHARS];
  private final Deque<Line> returned = new ArrayDeque<>();
  private int position;
  private int end;

  /**
   * A line without its line feed.
   *
   * @param text a carriage return at its end is still there
   * @param cut true when the line was longer than the limit and only its beginning is here
   */
  record Line(String text, boolean cut) {
    /** The line as a record of its own. */
    String record() {
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  Lines(Reader reader, int maxChars) {
    this.reader = reader;
    this.maxChars = maxChars;
  }

  /** True when another line follows; empty lines in front of it are skipped. */
  boolean hasRecord() {
    while (hasNext()) {
      if (returned.isEmpty()) {
        returned.push(read());
      }
      Line line = returned.element();
      if (line.cut() || !line.record().isEmpty()) {
        return true;
      }
      returned.pop();
    }
    return false;
  }

  /** True when another line follows, be it empty. */
  boolean hasNext() {
    return !returned.isEmpty() || position < end || fill();
  }

  /** The next line; there must be one. */
  Line next() {
    return returned.isEmpty() ? read() : returned.pop();
  }

  /** Gives lines back that were read last, first line first. */
  void giveBack(List<Line> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      returned.push(lines.get(i));
    }
  }

  private Line read() {
    StringBuilder rest = new StringBuilder();
    boolean cut = false;
    while (position < end || fill()) {
      int feed = lineFeed();
      int stop = feed < 0 ? end : feed;
      int taken = Math.min(stop - position, maxChars - rest.length());
      cut |= taken < stop - position;
      if (feed >= 0 && rest.isEmpty()) {
        String whole = new String(buffer, position, taken);
        position = stop + 1;
        return new Line(whole, cut);
      }
      rest.append(buffer, position, taken);
      position = feed < 0 ? end : feed + 1;
      if (feed >= 0) {
        break;
      }
    }
    return new Line(rest.toString(), cut);
  }

  private int lineFeed() {
    for (int i = position; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() {
    try {
      position = 0;
      end = Math.max(0, reader.read(buffer, 0, buffer.length));
      return end > 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
