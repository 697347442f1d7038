package org.crmkpi.testing;

import java.nio.file.Path;
import org.crmkpi.catalog.Catalogue;

/**
 * A small project: four entities of the shipped catalogue, a table of every refresh kind over them
 * and a source. It serves what is to be shown of the runner and not of the tables.
 */
public final class Shop {
  private Shop() {}

  /** The root of the project. */
  public static Path home() {
    return Project.home().resolve("src/test/shop").toAbsolutePath();
  }

  /** Its catalogue. */
  public static Catalogue catalogue() {
    return Project.catalogue(home());
  }

  /** Some of its tables and all that they are computed from. */
  public static Catalogue catalogue(String... tables) {
    return Project.upstream(catalogue(), tables);
  }
}
