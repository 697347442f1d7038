package org.crmkpi.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** One JSON object a line; blank values are null. A row of another width is a line cut short. */
final class JsonRows implements RowFile {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;
  private final List<String> header;
  private boolean empty = true;

  JsonRows(Writer out, List<String> header) {
    this.header = header;
    try {
      json = JSON.createGenerator(out);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String[] values) {
    empty = false;
    try {
      if (values.length == header.size()) {
        writeObject(values);
      } else {
        json.writeRawValue("{\"" + header.get(0) + "\":\"" + String.join("\",\"", values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeObject(String[] values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < values.length; i++) {
      json.writeStringField(header.get(i), values[i].isEmpty() ? null : values[i]);
    }
    json.writeEndObject();
  }

  @Override
  public void close() {
    try {
      if (!empty) {
        json.writeRaw('\n');
      }
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
