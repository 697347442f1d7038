package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crmkpi.source.FileShape.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exactly the malformed records of a file are malformed, with their number and the reason. */
final class RecordsTest {
  private static final int LIMIT = 200;

  @TempDir private Path folder;

  @Test
  void shortLongAndBrokenRowsDoNotTouchTheirNeighbours() throws IOException {
    String text =
        "id,name\r\n1,x\r\n2\r\n3,y,z\r\n\r\n4,\"two\nlines, \"\"quoted\"\"\"\r\n5,\"x\"y\r\n6,a\0b\r\n"
            + "7,5\" pipe\r\n8,"
            + "w".repeat(LIMIT + 1)
            + "\r\n9,last";

    assertThat(csv(text, StandardCharsets.UTF_8))
        .containsExactly(
            "1 [1, x]",
            "2 1 fields instead of 2",
            "3 3 fields instead of 2",
            "4 [4, two\nlines, \"quoted\"]",
            "5 text follows a closing quote",
            "6 a NUL character",
            "7 [7, 5\" pipe]",
            "8 longer than 200 characters",
            "9 [9, last]");
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() throws IOException {
    assertThat(csv("id,name\n1,\"open\n2,b\n3,c\n", StandardCharsets.UTF_8))
        .containsExactly("1 a quote is not closed", "2 [2, b]", "3 [3, c]");
    assertThat(csv("id,name\n1,\"open\n2,\"b\"\n3,c\n", StandardCharsets.UTF_8))
        .containsExactly("1 text follows a closing quote", "2 [2, b]", "3 [3, c]");
    assertThat(csv("id,name\n1,\"open\n" + "2,b\n".repeat(LIMIT), StandardCharsets.UTF_8))
        .hasSize(LIMIT + 1)
        .startsWith("1 a quote is not closed", "2 [2, b]");
  }

  @Test
  void columnsAreFoundByNameWhateverOrderAndCase() throws IOException {
    assertThat(csv("\uFEFFNAME,extra,Id\nx,?,1\n", StandardCharsets.UTF_8))
        .containsExactly("1 [1, x]");
  }

  @Test
  void theDeclaredEncodingIsHonouredAndNoOther() throws IOException {
    String text = "id,name\n1,Müller\n2,b\n";
    Charset windows = Charset.forName("windows-1252");

    assertThat(csv(text, windows, "windows-1252")).containsExactly("1 [1, Müller]", "2 [2, b]");
    assertThat(csv(text, StandardCharsets.UTF_16, "UTF-16"))
        .containsExactly("1 [1, Müller]", "2 [2, b]");
    assertThat(csv(text, windows, "UTF-8"))
        .containsExactly("1 bytes that are not UTF-8", "2 [2, b]");
  }

  @Test
  void jsonKeepsDigitsAndRejectsAnotherShape() throws IOException {
    String text =
        """
        {"id": 1234567890123456789, "name": 1.10, "more": []}
        {"id": null, "name": {"a": [1, 2.50]}}
        {"id": 1}
        [1]
        {"id": 1, "name":
        {"id": 1, "id": 2, "name": 3}
        """;

    assertThat(read(text.getBytes(StandardCharsets.UTF_8), shape(Format.JSON, "UTF-8")))
        .containsExactly(
            "1 [1234567890123456789, 1.10]",
            "2 [null, {\"a\":[1,2.50]}]",
            "3 'name' is not in the object",
            "4 not a JSON object",
            "5 not valid JSON",
            "6 not valid JSON");
  }

  private List<String> csv(String text, Charset encoding) throws IOException {
    return csv(text, encoding, encoding.name());
  }

  private List<String> csv(String text, Charset written, String declared) throws IOException {
    return read(text.getBytes(written), shape(Format.CSV, declared));
  }

  private List<String> read(byte[] bytes, FileShape shape) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    List<String> found = new ArrayList<>();
    try (Records records = TextFiles.open(file, shape)) {
      records.forEachRemaining(
          record ->
              found.add(
                  record.row()
                      + " "
                      + record.problem().orElseGet(() -> record.values().toString())));
    }
    return found;
  }

  private static FileShape shape(Format format, String encoding) {
    return new FileShape(
        format,
        List.of("id", "name"),
        List.of(),
        List.of(),
        List.of(),
        new FileShape.TextOptions(',', '"', '"', encoding, true, LIMIT));
  }
}
