package org.crmkpi.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;

/**
 * One JSON object a line, its columns matched by name whatever the case. Numbers keep their digits
 * as written; what is nested is text as JSON. An object without a declared column is malformed: a
 * changed shape never reads as null.
 */
final class JsonRecords implements Records {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Lines lines;
  private final FileShape shape;
  private final List<String> columns;
  private Set<String> names = Set.of();
  private long row;

  JsonRecords(Lines lines, FileShape shape) {
    this.lines = lines;
    this.shape = shape;
    this.columns = shape.allColumns();
  }

  @Override
  public boolean hasNext() {
    return lines.hasRecord();
  }

  @Override
  public RawRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    row++;
    Lines.Line line = lines.next();
    if (line.cut()) {
      return RawRecord.malformed(row, TextProblem.tooLong(shape.options()), line.text());
    }
    String text = line.record();
    return TextProblem.in(text, shape.options())
        .map(problem -> RawRecord.malformed(row, problem, text))
        .orElseGet(() -> object(text));
  }

  private RawRecord object(String text) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return RawRecord.malformed(row, "not a JSON object", text);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (values.containsKey(name)) {
          return RawRecord.malformed(row, "'" + name + "' is twice in the object", text);
        }
        values.put(name, value(parser));
      }
      if (parser.nextToken() != null) {
        return RawRecord.malformed(row, "text follows the JSON object", text);
      }
    } catch (IOException broken) {
      return RawRecord.malformed(row, "not valid JSON", text);
    }
    names = values.keySet();
    return picked(values, text);
  }

  /** What the last object has that the feed does not know. */
  List<String> extra() {
    return names.stream()
        .filter(name -> columns.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  private RawRecord picked(Map<String, String> values, String text) {
    for (String column : shape.columns()) {
      if (!values.containsKey(column)) {
        return RawRecord.malformed(row, "'" + column + "' is not in the object", text);
      }
    }
    return RawRecord.of(row, columns.stream().map(values::get).toList());
  }

  private static String value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case START_OBJECT, START_ARRAY -> nested(parser);
      default -> parser.getText();
    };
  }

  private static String nested(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.copyCurrentStructureExact(parser);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
