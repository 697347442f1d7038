package org.crmkpi.examples;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Markdown of a worked example; prose between the tables is for people. */
final class ExampleReader {
  private static final Pattern GIVEN = Pattern.compile("^Given `(\\w+)`.*");
  private static final Pattern PARAMETER = Pattern.compile("`(\\w+)` = (\\[[^]]*]|[^,]+)");
  private static final Pattern EXPECT = Pattern.compile("^Expect( rejected)?( where (.*))?$");

  private final Map<String, TextTable> given = new LinkedHashMap<>();
  private final Map<String, String> with = new LinkedHashMap<>();
  private final List<Example.Expected> expected = new ArrayList<>();
  private String title = "";

  private ExampleReader() {}

  static Example read(String markdown) {
    ExampleReader reader = new ExampleReader();
    Deque<String> lines = new ArrayDeque<>(markdown.lines().map(String::strip).toList());
    while (!lines.isEmpty()) {
      reader.line(lines.pop(), lines);
    }
    if (reader.title.isEmpty() || reader.expected.isEmpty()) {
      throw new IllegalArgumentException("an example needs a '# title' and an 'Expect'");
    }
    return new Example(reader.title, reader.given, reader.with, reader.expected);
  }

  private void line(String line, Deque<String> rest) {
    Matcher givenTable = GIVEN.matcher(line);
    Matcher expect = EXPECT.matcher(line);
    if (line.startsWith("# ")) {
      title = line.substring(2).strip();
    } else if (givenTable.matches()) {
      given.put(givenTable.group(1), table(rest));
    } else if (line.startsWith("With ")) {
      Matcher parameter = PARAMETER.matcher(line);
      while (parameter.find()) {
        with.put(parameter.group(1), parameter.group(2).strip());
      }
    } else if (expect.matches()) {
      String where = expect.group(3) == null ? "true" : expect.group(3).strip();
      expected.add(new Example.Expected(expect.group(1) != null, where, table(rest)));
    }
  }

  private static TextTable table(Deque<String> rest) {
    while (!rest.isEmpty() && rest.peek().isEmpty()) {
      rest.pop();
    }
    if (!rest.isEmpty() && rest.peek().equals("(no rows)")) {
      rest.pop();
      return TextTable.NONE;
    }
    if (rest.isEmpty() || !rest.peek().startsWith("|")) {
      throw new IllegalArgumentException("a table or '(no rows)' must follow, not: " + rest.peek());
    }
    List<String> columns = TextTable.cells(rest.pop());
    rest.pop();
    List<List<String>> rows = new ArrayList<>();
    while (!rest.isEmpty() && rest.peek().startsWith("|")) {
      rows.add(TextTable.cells(rest.pop()));
    }
    return new TextTable(columns, rows);
  }
}
