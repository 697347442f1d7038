package org.crmkpi.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * One JSON object a line. Numbers keep their digits as written; what is nested is text as JSON. An
 * object without a declared column is malformed: a changed shape never reads as null.
 */
final class JsonRecords implements Records {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Lines lines;
  private final FileShape shape;
  private final List<String> columns;
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
    Map<String, String> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return RawRecord.malformed(row, "not a JSON object", text);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        values.put(name, value(parser));
      }
      if (parser.nextToken() != null) {
        return RawRecord.malformed(row, "text follows the JSON object", text);
      }
    } catch (IOException broken) {
      return RawRecord.malformed(row, "not valid JSON", text);
    }
    return picked(values, text);
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
