package org.crmkpi.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.catalog.QueryText;
import org.crmkpi.functions.Functions;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** What decides over the rows of a table beside its inputs, as a short text to compare. */
final class Definition {
  private Definition() {}

  /**
   * SHA-256 of contract, query, the values of its parameters, the versions of the functions that it
   * calls and of its fit, and what contracts generate.
   */
  static String digest(Catalogue catalogue, TableFolder table, Arguments arguments) {
    return digest(catalogue, table, arguments, Functions.versions());
  }

  /** The same with other versions of functions, by name. */
  static String digest(
      Catalogue catalogue, TableFolder table, Arguments arguments, Map<String, Integer> versions) {
    Contract contract = table.contract();
    MessageDigest digest = sha256();
    add(digest, contract.schema().json());
    add(digest, String.join(",", contract.grain()));
    add(digest, contract.refresh().toString());
    add(digest, table.query().orElse(""));
    Map<String, Object> values = new TreeMap<>(arguments.of(contract));
    values.remove(Refresh.AS_OF);
    add(digest, values.toString());
    List<String> generated =
        contract.inputs().stream()
            .filter(GeneratedInputs.NAMES::contains)
            .map(name -> GeneratedInputs.sql(name, catalogue))
            .toList();
    generated.forEach(sql -> add(digest, sql));
    Map<String, Integer> called = new TreeMap<>(versions);
    called.keySet().retainAll(functions(table, generated));
    add(digest, called.toString());
    if (contract.refresh() instanceof Refresh.Fitted) {
      add(digest, String.valueOf(catalogue.fit(contract).version()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Set<String> functions(TableFolder table, List<String> generated) {
    Refresh refresh = table.contract().refresh();
    return Stream.of(
            table.query().stream(),
            refresh.through().values().stream(),
            refresh.needs().values().stream(),
            generated.stream().filter(sql -> !sql.isEmpty()))
        .flatMap(sql -> sql)
        .flatMap(sql -> QueryText.parse(table.shown("query.sql"), sql).functions().stream())
        .collect(Collectors.toSet());
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
