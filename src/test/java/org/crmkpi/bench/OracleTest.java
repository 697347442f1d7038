package org.crmkpi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.run.Arguments;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our tables against the same tables by another engine and other queries. */
@Tag("faults")
final class OracleTest {
  private static final DemoSettings COMPANY = DemoSettings.of(500);

  private final Catalogue catalogue = Project.catalogue();

  @Test
  void everyTableWithADuckDbQueryHasTheSameRowsInDuckDb(@TempDir Path temporary) {
    BenchFolder folder = new BenchFolder(temporary);
    DemoCrm.write(folder.arrived(), COMPANY);
    TestNight night = new TestNight(folder.warehouse());
    night.run(DemoCrm.lastNight(COMPANY), Map.of("demo", folder.arrived()));
    new ReleasedTables(catalogue, folder)
        .write(TestSpark.session().newSession(), night.warehouse());

    Map<String, Verdict> verdicts = verdicts(folder);

    verdicts.forEach((table, verdict) -> System.out.println(table + ": " + verdict.words()));
    assertThat(verdicts.values())
        .noneMatch(Verdict.Different.class::isInstance)
        .anyMatch(Verdict.Equal.class::isInstance);
  }

  private Map<String, Verdict> verdicts(BenchFolder folder) {
    OracleQueries queries = OracleQueries.read(Project.home().resolve("src/test/bench"));
    var arguments = new Arguments(DemoCrm.lastNight(COMPANY), Project.arguments().business());
    try (DuckDb duck = DuckDb.open(folder.scratch())) {
      new OracleRun(catalogue, queries, folder).write(duck, arguments);
      return new Equality(duck, folder).verdicts(catalogue);
    }
  }
}
