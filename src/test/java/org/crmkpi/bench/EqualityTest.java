package org.crmkpi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison finds what differs, and says what it did not look at. */
final class EqualityTest {
  private static final Contract MODELS = contract("attribution_models");
  private static final Contract CURVES = contract("sales_cycle_curves");

  @TempDir private Path temporary;
  private DuckDb duck;
  private BenchFolder folder;

  @BeforeEach
  void open() {
    folder = new BenchFolder(temporary);
    duck = DuckDb.open(folder.scratch());
  }

  @AfterEach
  void close() {
    duck.close();
  }

  @Test
  void sameRowsInAnotherOrderAreEqual() {
    write(
        MODELS,
        "select 'linear' as model, 90 as lookback_days union all select 'last_touch', 30",
        "select 'last_touch' as model, 30 as lookback_days union all select 'linear', 90");

    assertThat(verdict(MODELS)).isEqualTo(new Verdict.Equal(2, List.of()));
  }

  @Test
  void aValueThatDiffersIsShownBesideTheKey() {
    write(
        MODELS,
        "select 'linear' as model, 90 as lookback_days union all select 'last_touch', 30",
        "select 'linear' as model, 91 as lookback_days union all select 'last_touch', 30");

    assertThat(verdict(MODELS))
        .isEqualTo(
            new Verdict.Different(
                2, 2, 1, List.of("model=linear, lookback_days: 90 | 91"), List.of()));
  }

  @Test
  void aNullIsNotEqualToAValue() {
    write(
        MODELS,
        "select 'linear' as model, null::integer as lookback_days",
        "select 'linear' as model, 0 as lookback_days");

    assertThat(verdict(MODELS).words()).startsWith("DIFFERENT in 1 rows");
  }

  @Test
  void rowsThatOneSideLacksAreDifferences() {
    write(
        MODELS,
        "select 'linear' as model, 90 as lookback_days",
        "select 'last_touch' as model, 90 as lookback_days");

    assertThat(verdict(MODELS))
        .isEqualTo(
            new Verdict.Different(
                1,
                1,
                2,
                List.of("model=linear, ours only", "model=last_touch, DuckDB only"),
                List.of()));
  }

  @Test
  void aRowThatIsThereTwiceIsADifference() {
    write(
        MODELS,
        "select 'linear' as model, 90 as lookback_days",
        "select 'linear' as model, 90 as lookback_days from range(2)");

    assertThat(verdict(MODELS).words()).startsWith("DIFFERENT in 0 rows (1 rows of ours, 2 of");
  }

  @Test
  void doublesMayDifferByRoundingOnly() {
    String row = "select 'all' as dimension, 'all' as dimension_value, 1 as day, ";
    write(CURVES, row + "0.1 + 1e-12 as won_incidence", row + "0.1::double as won_incidence");
    Verdict rounded = verdict(CURVES);
    write(CURVES, row + "0.1 + 1e-9 as won_incidence", row + "0.1::double as won_incidence");

    assertThat(rounded).isInstanceOf(Verdict.Equal.class);
    assertThat(verdict(CURVES)).isInstanceOf(Verdict.Different.class);
  }

  @Test
  void columnsOfOneSideAloneAreNamed() {
    write(
        MODELS,
        "select 'linear' as model, 90 as lookback_days, 3 as orders_count",
        "select 'linear' as model, 90 as lookback_days");

    assertThat(verdict(MODELS).words()).isEqualTo("equal (1 rows); not compared: orders_count");
  }

  @Test
  void aTableWithoutADuckDbQueryIsNamed() {
    assertThat(verdict(MODELS).words())
        .isEqualTo("NOT COMPARED: no src/test/bench/duckdb/attribution_models.sql");
  }

  private Verdict verdict(Contract contract) {
    return new Equality(duck, folder).verdict(contract);
  }

  private void write(Contract contract, String ours, String oracle) {
    try {
      Files.createDirectories(folder.released(contract.name()));
      Files.createDirectories(folder.oracle(contract.name()).getParent());
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
    duck.execute(
        "copy (%s) to '%s/rows.parquet'".formatted(ours, folder.released(contract.name())));
    duck.execute("copy (%s) to '%s'".formatted(oracle, folder.oracle(contract.name())));
  }

  private static Contract contract(String table) {
    return Project.catalogue().table(table).contract();
  }
}
