package org.crmkpi.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a version of an entity took in, as a small text beside the version: enough to tell what has
 * changed since, however long the history is.
 *
 * @param run as-of and load: the register says what counted then
 * @param definition digest of everything that says how rows become rows of the entity
 * @param feeds digest of the contents that counted, by feed
 */
record Taken(Horizon run, String definition, Map<String, String> feeds, Counts counts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String text() {
    ObjectNode json = JSON.createObjectNode();
    json.put("as_of", run.asOf().toString()).put("load", run.load()).put("definition", definition);
    ObjectNode contents = json.putObject("contents");
    new TreeMap<>(feeds).forEach(contents::put);
    json.put("accepted", counts.accepted())
        .put("rejected", counts.rejected())
        .put("repeated", counts.repeated())
        .put("waiting", counts.waiting());
    counts.waitsFrom().ifPresent(first -> json.put("waits_from", first.toString()));
    return json.toString();
  }

  /** Reads what {@link #text} wrote; empty for anything else. */
  static Optional<Taken> parse(String text) {
    try {
      return Optional.of(read(JSON.readTree(text)));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static Taken read(JsonNode json) {
    Map<String, String> feeds = new TreeMap<>();
    json.path("contents")
        .properties()
        .forEach(each -> feeds.put(each.getKey(), each.getValue().asText()));
    Optional<LocalDate> waitsFrom =
        Optional.of(json.path("waits_from").asText())
            .filter(date -> !date.isEmpty())
            .map(LocalDate::parse);
    return new Taken(
        new Horizon(LocalDate.parse(json.path("as_of").asText()), json.path("load").asText()),
        json.path("definition").asText(),
        feeds,
        new Counts(
            json.path("accepted").asLong(),
            json.path("rejected").asLong(),
            json.path("repeated").asLong(),
            json.path("waiting").asLong(),
            waitsFrom));
  }
}
