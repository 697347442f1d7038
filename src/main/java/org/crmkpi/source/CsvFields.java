package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one record into its fields, line by line, because a quoted field may hold line feeds. A
 * quote inside a field that does not begin with one is an ordinary character.
 */
final class CsvFields {
  private final FileShape.TextOptions options;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private State state = State.START;

  private enum State {
    START,
    PLAIN,
    QUOTED,
    ESCAPED,
    CLOSED,
    BROKEN
  }

  CsvFields(FileShape.TextOptions options) {
    this.options = options;
  }

  /** Reads one more line of the record. */
  void add(String line) {
    if (state == State.QUOTED || state == State.ESCAPED) {
      field.append('\n');
      state = State.QUOTED;
    }
    for (int i = 0; i < line.length() && state != State.BROKEN; i++) {
      state = next(line.charAt(i), i + 1 < line.length() ? line.charAt(i + 1) : '\0');
    }
    if (!isOpen()) {
      endField();
    }
  }

  /** True when the record goes on in the next line. */
  boolean isOpen() {
    return state == State.QUOTED || state == State.ESCAPED;
  }

  /** True when text follows a closing quote. */
  boolean isBroken() {
    return state == State.BROKEN;
  }

  List<String> fields() {
    return fields;
  }

  /** The fields of a line that has no quote in it. */
  static List<String> plain(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, from)) {
      fields.add(line.substring(from, to));
      from = to + 1;
    }
    fields.add(line.substring(from));
    return fields;
  }

  private State next(char c, char following) {
    return switch (state) {
      case START -> c == options.quote() ? State.QUOTED : plain(c);
      case PLAIN -> plain(c);
      case QUOTED -> quoted(c, following);
      case ESCAPED -> append(c, State.QUOTED);
      case CLOSED -> c == options.delimiter() ? endField() : State.BROKEN;
      case BROKEN -> State.BROKEN;
    };
  }

  private State plain(char c) {
    return c == options.delimiter() ? endField() : append(c, State.PLAIN);
  }

  private State quoted(char c, char following) {
    boolean doubled = options.escape() == options.quote();
    if (doubled ? c == options.quote() && following == c : c == options.escape()) {
      return State.ESCAPED;
    }
    return c == options.quote() ? State.CLOSED : append(c, State.QUOTED);
  }

  private State append(char c, State then) {
    field.append(c);
    return then;
  }

  private State endField() {
    fields.add(field.toString());
    field.setLength(0);
    return State.START;
  }
}
