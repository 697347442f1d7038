package org.crmkpi.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.commons.io.FileUtils;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;

/**
 * The laws over a random history. The build takes the same one each time, so that it fails for what
 * was changed; {@code -Dcrm.seed=new} takes another, and {@code -Dcrm.seed=N} repeats one.
 */
@Tag("faults")
class RandomLawsTest {
  private static final double REJECTED_SHARE_LIMIT = 0.5;
  private static final int MANY_PARTITIONS = 5;
  private static final long USUAL_SEED = 4711;
  private static final long LAST_SEED = 999_999;

  @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void nightsInAnyOrderWithAnyPartitionsEqualOneRebuild(@ForAll("seeds") long seed)
      throws IOException {
    System.out.printf("random nights of -Dcrm.seed=%d%n", seed);
    Path folder = Files.createTempDirectory("laws");
    try {
      new History(folder, seed).holds();
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  @Provide
  Arbitrary<Long> seeds() {
    String asked = System.getProperty("crm.seed", "");
    if (asked.equals("new")) {
      return Arbitraries.just(new Random().nextLong(LAST_SEED));
    }
    return Arbitraries.just(asked.isEmpty() ? USUAL_SEED : Long.parseLong(asked));
  }

  /** A company, two nights that it never had, and two warehouses that follow it. */
  private static final class History {
    private final Path folder;
    private final Path files;
    private final long seed;
    private final DemoSettings company;

    History(Path folder, long seed) {
      this.folder = folder;
      this.files = folder.resolve("files");
      this.seed = seed;
      this.company = DemoSettings.of(400).withOrdersPerCustomer(2).withNights(0).withSeed(seed);
    }

    void holds() throws IOException {
      DemoCrm.write(files, company);
      LocalDate first = DemoCrm.lastNight(company);
      RandomNights random = new RandomNights(files, seed);
      random.add(first.plusDays(1));
      random.add(first.plusDays(2));
      LocalDate last = first.plusDays(2);
      TestNight rebuilt = night("rebuilt", 1);
      rebuilt.run(last, Map.of("demo", files));
      TestNight nightly = night("nightly", 3);
      Path delivered = folder.resolve("delivered");
      for (Path delivery : Deliveries.of(files)) {
        Deliveries.shuffle(delivery, delivered, seed);
        nightly.run(LocalDate.parse(delivery.getFileName().toString()), Map.of("demo", delivered));
      }

      SameTables.assertSame(nightly, rebuilt);
      assertRerunCommitsNothing(nightly, delivered, last);
      ComputedAgain again = new ComputedAgain(nightly, last);
      assertThat(again.withPartitions(MANY_PARTITIONS)).isEqualTo(again.withPartitions(1));
    }

    private static void assertRerunCommitsNothing(TestNight night, Path files, LocalDate asOf) {
      Map<String, Long> versions = SameTables.versions(night);
      List<String> releases = night.lines("select distinct release_id from releases");

      night.run(asOf, Map.of("demo", files));

      assertThat(SameTables.versions(night)).isEqualTo(versions);
      assertThat(night.lines("select distinct release_id from releases")).isEqualTo(releases);
    }

    private TestNight night(String name, int parallelTables) {
      return new TestNight(
          folder.resolve(name),
          Project.home().resolve("conf/sources"),
          usual -> TestNight.changed(usual, parallelTables, 1, REJECTED_SHARE_LIMIT));
    }
  }
}
