package org.crmkpi.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** What decides over the rows of a table beside its inputs, as a short text to compare. */
final class Definition {
  /** Moves when functions written in Java give other values than before. */
  private static final String FUNCTIONS = "1";

  private Definition() {}

  /** SHA-256 of contract, query, the values of its parameters, and what contracts generate. */
  static String digest(Catalogue catalogue, TableFolder table, Arguments arguments) {
    Contract contract = table.contract();
    MessageDigest digest = sha256();
    add(digest, FUNCTIONS);
    add(digest, contract.schema().json());
    add(digest, String.join(",", contract.grain()));
    add(digest, contract.refresh().toString());
    add(digest, table.query().orElse(""));
    Map<String, Object> values = new TreeMap<>(arguments.of(contract));
    values.remove(Refresh.AS_OF);
    add(digest, values.toString());
    contract.inputs().stream()
        .filter(GeneratedInputs.NAMES::contains)
        .forEach(name -> add(digest, GeneratedInputs.sql(name, catalogue.kpiContracts())));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }
}
