package org.crmkpi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.run.Arguments;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;

/**
 * Computes every derived table in full with DuckDB, from Parquet files of the entities to a Parquet
 * file a table. Each query reads what DuckDB computed before, nothing of ours.
 */
final class OracleRun {
  /** The name of these timings. */
  static final String ENGINE = "duckdb";

  private final Catalogue catalogue;
  private final OracleQueries queries;
  private final BenchFolder folder;

  OracleRun(Catalogue catalogue, OracleQueries queries, BenchFolder folder) {
    this.catalogue = catalogue;
    this.queries = queries;
    this.folder = folder;
  }

  /** Writes the tables of the catalogue that have a query, and what each of them cost. */
  void write(DuckDb duck, Arguments arguments) {
    prepare(duck, arguments);
    List<Timing> timings = new ArrayList<>();
    List<String> wanted = catalogue.contracts().stream().map(Contract::name).toList();
    for (String table : queries.ordered(wanted)) {
      timings.add(Timing.of(ENGINE, table, () -> write(duck, table)));
    }
    Timing.write(folder.timings(ENGINE), timings);
  }

  private void prepare(DuckDb duck, Arguments arguments) {
    duck.setVariables(arguments);
    duck.execute(queries.macros());
    String kpis = DeclaredKpis.words(catalogue.kpiContracts());
    duck.execute("create view %s as %s".formatted(DeclaredKpis.WORDS, kpis));
    catalogue.contracts().stream()
        .filter(Contract::isEntity)
        .map(Contract::name)
        .filter(entity -> Files.exists(folder.released(entity)))
        .forEach(entity -> bind(duck, entity, folder.released(entity) + "/*.parquet"));
    try {
      Files.createDirectories(folder.oracle("any").getParent());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void write(DuckDb duck, String table) {
    if (queries.query(table).contains(DeclaredKpis.VALUES)) {
      String values = DeclaredKpis.values(catalogue.kpiContracts());
      duck.execute("create view %s as %s".formatted(DeclaredKpis.VALUES, values));
    }
    duck.execute("copy (%s) to '%s'".formatted(typed(duck, table), folder.oracle(table)));
    bind(duck, table, folder.oracle(table).toString());
  }

  private static void bind(DuckDb duck, String table, String files) {
    duck.execute("create view %s as from '%s'".formatted(table, files));
  }

  /** The query with the types of the contract, for the columns that both have. */
  private String typed(DuckDb duck, String table) {
    String query = "(" + queries.query(table) + ")";
    Optional<Contract> contract = catalogue.find(table).map(TableFolder::contract);
    if (contract.isEmpty()) {
      return "from " + query;
    }
    List<String> found = duck.columns("from " + query);
    return contract.get().columns().stream()
        .filter(column -> found.contains(column.name()))
        .map(OracleRun::cast)
        .collect(Collectors.joining(", ", "select ", " from " + query));
  }

  private static String cast(Column column) {
    String type = column.type().sql().equals("TIMESTAMP") ? "timestamptz" : column.type().sql();
    return "cast(%s as %s) as %s".formatted(column.name(), type, column.name());
  }
}
