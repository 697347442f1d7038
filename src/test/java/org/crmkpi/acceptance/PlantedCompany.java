package org.crmkpi.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.demo.DemoTruths;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.SharedFolder;
import org.crmkpi.testing.TestNight;

/** The fictional company, large enough that what was planted shows, after one night. */
final class PlantedCompany {
  static final DemoSettings SETTINGS = DemoSettings.of(2_000);

  /** What was planted. */
  static final DemoTruths TRUTHS = DemoTruths.of(SETTINGS);

  private static final String[] ASKED = {
    "acquisition_costs",
    "case_volumes",
    "ces",
    "contract_base",
    "cost_savings",
    "csat",
    "mrr_movements",
    "nps",
    "resolution_times",
    "response_times"
  };

  private PlantedCompany() {}

  /** Its published tables, those that are asked for what was planted. */
  static TestNight night() {
    return Made.NIGHT;
  }

  private static TestNight in(Path folder) {
    return new TestNight(folder.resolve("warehouse"), Project.catalogue(ASKED));
  }

  private static void fill(Path folder) {
    Path files = folder.resolve("files");
    DemoCrm.write(files, SETTINGS);
    in(folder).run(DemoCrm.lastNight(SETTINGS), Map.of("demo", files));
  }

  private static final class Made {
    private static final TestNight NIGHT = in(SharedFolder.filled("planted", PlantedCompany::fill));
  }
}
