package org.crmkpi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real data, which is not part of the project. */
public final class RealData {
  private RealData() {}

  /** A folder of real data; without it the test is skipped, on CI it fails. */
  public static Path folder(String name) {
    Path root =
        Path.of(
            System.getProperty(
                "crm.realdata", Project.home().resolve("../shared/data").toString()));
    Path folder = root.resolve(name);
    String reason = "no real data at " + folder + "; set -Dcrm.realdata";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(folder).as(reason).isDirectory();
    }
    assumeTrue(Files.isDirectory(folder), reason);
    return folder;
  }
}
