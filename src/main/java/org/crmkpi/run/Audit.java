package org.crmkpi.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.Version;
import org.crmkpi.plan.Step;
import org.crmkpi.source.EntityRows;
import org.crmkpi.source.LoadedSources;
import org.crmkpi.source.Source;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/**
 * Computes rows of a release again and compares: an entity from the raw rows, every other table
 * from the tables that it reads. Tables that follow by key are compared by random keys, those of
 * their own rows and of their inputs, so that a missing row is found too; the others in full.
 */
final class Audit {
  private static final String SIGN = Difference.SIGN;
  private static final int SHOWN_KEYS = 5;

  private final SparkSession session;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final Release release;
  private final Arguments arguments;
  private final QueryRows queries;
  private final List<Source> sources;

  Audit(
      SparkSession session,
      Catalogue catalogue,
      Warehouse warehouse,
      Release release,
      Arguments arguments,
      List<Source> sources) {
    this.session = session;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.release = release;
    this.arguments = arguments;
    this.queries = new QueryRows(catalogue, arguments, 1);
    this.sources = sources;
  }

  /** Holds the files of a table to what its commit and its contract say. */
  Audited files(Contract contract) {
    Version version = version(contract);
    Checks.Found found = Checks.run(version.read(session), contract, version.rowCount());
    Optional<CheckResult> broken = found.results().stream().filter(CheckResult::stops).findFirst();
    if (broken.isPresent()) {
      Check check = broken.get().check();
      return Audited.broken(
          contract,
          "check %s fails for %,d rows".formatted(check.name(), broken.get().failedRows()),
          Checks.sample(version.read(session), contract, check));
    }
    boolean isIntact =
        Provenance.of(version).filter(made -> made.rowsHash() == found.rowsHash()).isPresent();
    return isIntact
        ? Audited.intact(contract)
        : Audited.broken(contract, "its rows are not those that were published", List.of());
  }

  /** Holds a table to a rebuild. */
  Audited rebuilt(Step step, LoadedSources loaded, Sample sample) {
    TableFolder table = step.table();
    Contract contract = table.contract();
    Version version = version(contract);
    if (!step.isFilled()) {
      Dataset<Row> nothing = session.createDataFrame(List.of(), contract.schema());
      return differing(contract, version.read(session), nothing, Optional.empty());
    }
    Optional<Provenance> made = Provenance.of(version);
    String definition = Definition.digest(catalogue, table, arguments);
    if (made.isEmpty() || !made.get().definition().equals(definition)) {
      return Audited.other(contract, "its definition or a parameter is another one by now");
    }
    if (contract.isEntity()) {
      if (!EntityRows.isMappedAlike(session, contract, sources, loaded, made.get().token())) {
        return Audited.other(contract, "its mapping is another one by now");
      }
      Dataset<Row> mapped = EntityRows.map(session, contract, sources, loaded).accepted();
      return compared(contract, version.read(session), mapped, sample);
    }
    Map<String, Version> inputs = inputs(contract);
    if (contract.refresh() instanceof Refresh.ByKey byKey && !byKey.key().isEmpty()) {
      Dataset<Row> keys = keys(table, version, inputs, sample);
      Map<String, Dataset<Row>> some =
          queries.some(session, table, inputs, KeyedRows.ofWhole(session, keys), Extracts.none());
      Dataset<Row> rebuilt = queries.prepareSome(session, table, some).accepted();
      Dataset<Row> released = Keys.only(version.read(session), keys);
      return differing(contract, released, rebuilt, Optional.of(keys.count()));
    }
    Dataset<Row> rebuilt = queries.prepare(session, table, inputs).accepted();
    return differing(contract, version.read(session), rebuilt, Optional.empty());
  }

  private Audited compared(
      Contract contract, Dataset<Row> released, Dataset<Row> rebuilt, Sample sample) {
    Column[] key = Keys.columns(contract.grain());
    Dataset<Row> keys = random(released.select(key).unionAll(rebuilt.select(key)), sample);
    return differing(
        contract, Keys.only(released, keys), Keys.only(rebuilt, keys), Optional.of(keys.count()));
  }

  private Dataset<Row> keys(
      TableFolder table, Version version, Map<String, Version> inputs, Sample sample) {
    Refresh refresh = table.contract().refresh();
    Stream<Dataset<Row>> rows =
        Stream.concat(
            Stream.of(version.read(session)),
            inputs.entrySet().stream()
                .filter(each -> !refresh.through().containsKey(each.getKey()))
                .map(each -> each.getValue().read(session)));
    return random(
        rows.filter(each -> Keys.has(each, refresh.key()))
            .map(each -> each.select(Keys.columns(refresh.key())))
            .reduce(Dataset::unionAll)
            .orElseThrow(),
        sample);
  }

  /** Some of the keys, each once, the same ones for the same seed. */
  private Dataset<Row> random(Dataset<Row> all, Sample sample) {
    Column[] hashed =
        Stream.concat(
                Stream.of(all.columns()).map(functions::col),
                Stream.of(functions.lit(sample.seed())))
            .toArray(Column[]::new);
    List<Row> some =
        all.distinct().orderBy(functions.xxhash64(hashed)).limit(sample.keys()).collectAsList();
    return session.createDataFrame(some, all.schema());
  }

  private Audited differing(
      Contract contract, Dataset<Row> released, Dataset<Row> rebuilt, Optional<Long> keys) {
    Column[] columns = Keys.columns(List.of(contract.schema().fieldNames()));
    Dataset<Row> differing =
        signed(released, columns, -1)
            .unionAll(signed(rebuilt, columns, 1))
            .groupBy(columns)
            .agg(functions.sum(SIGN).as(SIGN))
            .where(functions.col(SIGN).notEqual(0))
            .groupBy(Keys.columns(contract.grain()))
            .agg(
                functions.count_if(functions.col(SIGN).lt(0)).as("released"),
                functions.count_if(functions.col(SIGN).gt(0)).as("rebuilt"))
            .persist();
    try {
      long count = differing.count();
      return count == 0
          ? Audited.same(contract, keys)
          : Audited.different(contract, keys, count, first(differing, contract));
    } finally {
      differing.unpersist();
    }
  }

  private static Dataset<Row> signed(Dataset<Row> rows, Column[] columns, long sign) {
    return rows.select(columns).withColumn(SIGN, functions.lit(sign));
  }

  /** The first keys, as text; grain columns are no personal data. */
  private static List<String> first(Dataset<Row> differing, Contract contract) {
    Column[] grain = Keys.columns(contract.grain());
    List<String> lines = new ArrayList<>();
    differing
        .orderBy(grain)
        .select(
            functions.to_json(functions.struct(grain)),
            functions.col("released"),
            functions.col("rebuilt"))
        .limit(SHOWN_KEYS)
        .collectAsList()
        .forEach(row -> lines.add(row.getString(0) + " " + words(row.getLong(1), row.getLong(2))));
    return lines;
  }

  private static String words(long released, long rebuilt) {
    if (released == 0) {
      return "is missing in the release";
    }
    return rebuilt == 0 ? "is only in the release" : "differs";
  }

  private Map<String, Version> inputs(Contract contract) {
    Map<String, Version> inputs = new HashMap<>();
    for (String name : catalogue.upstream(contract)) {
      inputs.put(name, version(catalogue.table(name).contract()));
    }
    return inputs;
  }

  private Version version(Contract contract) {
    return warehouse.table(contract).version(release.versions().get(contract.name()));
  }
}
