package org.crmkpi.testing;

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
    Tools.need(Files.isDirectory(folder), "no real data at " + folder + "; set -Dcrm.realdata");
    return folder;
  }
}
