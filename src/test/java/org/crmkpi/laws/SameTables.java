package org.crmkpi.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.Version;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.TestNight;

/** Compares all tables that readers of two warehouses see. */
public final class SameTables {
  private static final int SHOWN = 3;

  private SameTables() {}

  /** Fails with the first rows of every table that differ. */
  public static void assertSame(TestNight actual, TestNight expected) {
    assertSame(expected.catalogue(), actual.reader(), expected.reader());
  }

  /** The same of two releases. */
  public static void assertSame(Catalogue catalogue, ReleaseQuery left, ReleaseQuery right) {
    List<String> differences = new ArrayList<>();
    for (Contract contract : published(catalogue).toList()) {
      String all = "select * from " + contract.name();
      String found = fingerprint(left.rows(all));
      String wanted = fingerprint(right.rows(all));
      if (!found.equals(wanted)) {
        differences.add(contract.name() + " is " + found + " instead of " + wanted);
        differences.addAll(first("unexpected", left.rows(all), right.rows(all)));
        differences.addAll(first("missing", right.rows(all), left.rows(all)));
      }
    }
    assertThat(differences).isEmpty();
  }

  /** The newest version of every table of core, KPIs and raw rows. */
  public static Map<String, Long> versions(TestNight night) {
    Map<String, Long> versions = new TreeMap<>();
    published(night.catalogue())
        .forEach(
            contract ->
                versions.put(
                    contract.qualifiedName(),
                    night.warehouse().table(contract).newest().map(Version::number).orElseThrow()));
    return versions;
  }

  /** Count and hash of the rows of each table, whatever their order. */
  public static Map<String, String> fingerprints(TestNight night) {
    return fingerprints(night.reader(), published(night.catalogue()));
  }

  /** The same of the tables of one layer. */
  public static Map<String, String> fingerprints(TestNight night, Layer layer) {
    return fingerprints(
        night.reader(), published(night.catalogue()).filter(contract -> contract.layer() == layer));
  }

  private static Map<String, String> fingerprints(ReleaseQuery release, Stream<Contract> tables) {
    Map<String, String> fingerprints = new TreeMap<>();
    tables
        .map(Contract::name)
        .forEach(
            name -> fingerprints.put(name, fingerprint(release.rows("select * from " + name))));
    return fingerprints;
  }

  private static Stream<Contract> published(Catalogue catalogue) {
    return catalogue.contracts().stream()
        .filter(contract -> contract.isEntity() || contract.isDerived());
  }

  /** {@code rows/hash}, whatever the order of the rows. */
  static String fingerprint(Dataset<Row> rows) {
    Column[] columns = Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new);
    Column hash = functions.xxhash64(columns).cast("decimal(38,0)");
    Row found = rows.agg(functions.count("*"), functions.sum(hash)).head();
    return found.getLong(0) + "/" + found.get(1);
  }

  private static List<String> first(String what, Dataset<Row> rows, Dataset<Row> others) {
    Column[] columns = Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> known = others.withColumn("h", functions.xxhash64(columns));
    Dataset<Row> left = rows.withColumn("h", functions.xxhash64(columns));
    return left
        .join(known.select("h"), left.col("h").equalTo(known.col("h")), "left_anti")
        .limit(SHOWN)
        .toJSON()
        .collectAsList()
        .stream()
        .map(row -> "  " + what + " " + row)
        .toList();
  }
}
