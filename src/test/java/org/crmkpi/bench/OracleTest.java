package org.crmkpi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.laws.DemoHistory;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our tables against the same tables by another engine and other queries. */
final class OracleTest {
  private final Catalogue catalogue = Project.narrowed();

  @Test
  void everyTableWithADuckDbQueryHasTheSameRowsInDuckDb(@TempDir Path temporary) {
    BenchFolder folder = new BenchFolder(temporary);
    new ReleasedTables(catalogue, folder)
        .write(TestSpark.session().newSession(), DemoHistory.made().rebuilt().warehouse());

    Map<String, Verdict> verdicts = verdicts(folder);

    verdicts.forEach((table, verdict) -> System.out.println(table + ": " + verdict.words()));
    assertThat(verdicts.values())
        .noneMatch(Verdict.Different.class::isInstance)
        .anyMatch(Verdict.Equal.class::isInstance);
  }

  private Map<String, Verdict> verdicts(BenchFolder folder) {
    OracleQueries queries = OracleQueries.read(Project.home().resolve("src/test/bench"));
    var arguments = Project.arguments().on(DemoHistory.LAST_NIGHT);
    try (DuckDb duck = DuckDb.open(folder.scratch())) {
      new OracleRun(catalogue, queries, folder).write(duck, arguments);
      return new Equality(duck, folder).verdicts(catalogue);
    }
  }
}
