package org.crmkpi.warehouse;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crmkpi.delta.Version;

/**
 * What a version of a table was made from; kept in the commit that made it.
 *
 * @param run the run that last wrote rows or facts
 * @param asOf as-of date of that run
 * @param definition digest of contract, query and parameters
 * @param inputs what it took in, by input
 * @param content number of the version that last changed a row
 * @param changes where the rows are that version changed, before and after; empty when it is not
 *     known which they are
 * @param rowsHash exclusive or of the hashes of all rows
 * @param token what an entity took in of the sources, or which parameters a fit found
 */
public record Provenance(
    String run,
    LocalDate asOf,
    String definition,
    Map<String, Taken> inputs,
    long content,
    Optional<String> changes,
    long rowsHash,
    Optional<String> token) {
  private static final String RUN = "crmkpi.run";
  private static final String AS_OF = "crmkpi.as_of";
  private static final String DEFINITION = "crmkpi.definition";
  private static final String INPUTS = "crmkpi.inputs";
  private static final String CHANGES = "crmkpi.changes";
  private static final String ROWS_HASH = "crmkpi.rows_hash";
  private static final String TOKEN = "crmkpi.token";

  /**
   * The rows of an input that were taken in.
   *
   * @param table id of the table
   * @param content number of the version that last changed a row
   */
  public record Taken(String table, long content) {
    private static Taken parse(String text) {
      int at = text.lastIndexOf('@');
      return new Taken(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
    }

    private String words() {
      return table + "@" + content;
    }
  }

  /** What is kept with a version; empty when somebody else made it. */
  public static Optional<Provenance> of(Version version) {
    Map<String, String> facts = version.properties();
    if (!version.isOurs() || !facts.containsKey(RUN)) {
      return Optional.empty();
    }
    return Optional.of(
        new Provenance(
            facts.get(RUN),
            LocalDate.parse(facts.get(AS_OF)),
            facts.get(DEFINITION),
            parse(facts.getOrDefault(INPUTS, "")),
            version.content(),
            Optional.ofNullable(facts.get(CHANGES)).filter(folder -> !folder.isEmpty()),
            Long.parseLong(facts.get(ROWS_HASH)),
            Optional.ofNullable(facts.get(TOKEN)).filter(token -> !token.isEmpty())));
  }

  /** The facts as a commit keeps them. */
  public Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    facts.put(RUN, run);
    facts.put(AS_OF, asOf.toString());
    facts.put(DEFINITION, definition);
    facts.put(
        INPUTS,
        new TreeMap<>(inputs)
            .entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().words())
                .collect(Collectors.joining(" ")));
    facts.put(CHANGES, changes.orElse(""));
    facts.put(ROWS_HASH, String.valueOf(rowsHash));
    facts.put(TOKEN, token.orElse(""));
    return facts;
  }

  /** The same inputs with what a commit did to the rows. */
  public Provenance with(long hash, Optional<String> changedRows) {
    return new Provenance(run, asOf, definition, inputs, content, changedRows, hash, token);
  }

  /** The same with what an entity took in of the sources, or which parameters a fit found. */
  public Provenance with(String taken) {
    return new Provenance(
        run, asOf, definition, inputs, content, changes, rowsHash, Optional.of(taken));
  }

  private static Map<String, Taken> parse(String inputs) {
    Map<String, Taken> parsed = new TreeMap<>();
    for (String each : inputs.split(" ", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        parsed.put(each.substring(0, equals), Taken.parse(each.substring(equals + 1)));
      }
    }
    return parsed;
  }
}
