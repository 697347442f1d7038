package org.crmkpi.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Contract;

/** An entity that a test keeps up night by night, as a runner would. */
final class FollowedEntity {
  private final Delivered shop;
  private final Contract contract;
  private final DeltaTable table;
  private Optional<Version> newest = Optional.empty();
  private Optional<String> token = Optional.empty();
  private Optional<String> tokenAgain = Optional.empty();
  private int nights;

  FollowedEntity(Delivered shop, String entity) {
    this.shop = shop;
    this.contract = Delivered.contract(entity);
    this.table =
        DeltaTable.at(
            shop.warehouse().resolve("crm_core").resolve(entity).toString(),
            shop.session().sparkContext().hadoopConfiguration(),
            Fence.NONE);
  }

  String name() {
    return contract.name();
  }

  MappedChange change(LoadedSources loaded) {
    return EntityRows.change(shop.session(), contract, shop.sources(), loaded, () -> newest, token);
  }

  /** Takes in what a load brought; returns the way in which it was told. */
  String follow(LoadedSources loaded) {
    MappedChange change = change(loaded);
    if (change instanceof MappedChange.Keys some) {
      Dataset<Row> old = newest.orElseThrow().read(shop.session());
      show(old.join(some.keys(), isSame(old, some.keys()), "left_anti"), some.rows(), some.token());
    } else if (change instanceof MappedChange.Everything all) {
      Dataset<Row> nothing = shop.session().createDataFrame(List.of(), contract.schema());
      show(nothing, all.rows(), all.token());
    }
    return change.getClass().getSimpleName();
  }

  List<String> rows() {
    return rows(newest.orElseThrow().read(shop.session()));
  }

  List<String> rows(String... columns) {
    return Delivered.rows(newest.orElseThrow().read(shop.session()), columns);
  }

  /** The same, of all rows mapped again. */
  List<String> mappedAgain(LoadedSources loaded) {
    MappedChange.Everything all =
        (MappedChange.Everything)
            EntityRows.change(
                shop.session(),
                contract,
                shop.sources(),
                loaded,
                Optional::empty,
                Optional.empty());
    List<String> rows = rows(all.rows().accepted());
    tokenAgain = Optional.of(all.token().get());
    return rows;
  }

  /** What became of the rows, as the version has it. */
  String taken() {
    return counts(token);
  }

  String takenAgain() {
    return counts(tokenAgain);
  }

  private static String counts(Optional<String> token) {
    Counts counts = token.flatMap(Taken::parse).orElseThrow().counts();
    return "accepted %d, rejected %d, repeated %d, waiting %d"
        .formatted(counts.accepted(), counts.rejected(), counts.repeated(), counts.waiting());
  }

  private void show(Dataset<Row> kept, MappedEntity rows, Supplier<String> taken) {
    nights++;
    StagedRows staged = table.stage(kept.unionAll(rows.accepted()), "data/" + nights);
    newest = Optional.of(table.commit(Change.replace(staged, Map.of())));
    token = Optional.of(taken.get());
  }

  private Column isSame(Dataset<Row> rows, Dataset<Row> keys) {
    return contract.grain().stream()
        .map(name -> rows.col(name).equalTo(keys.col(name)))
        .reduce(functions.lit(true), Column::and);
  }

  private List<String> rows(Dataset<Row> rows) {
    return Delivered.rows(rows, rows.columns());
  }
}
