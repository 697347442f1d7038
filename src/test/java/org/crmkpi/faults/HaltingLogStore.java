package org.crmkpi.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.crmkpi.delta.LinkingLogStore;

/** The log on a local disk, which halts before or after a commit that adds rows. */
public final class HaltingLogStore extends LinkingLogStore {
  /** The setting that names it. */
  static final String SETTING = "spark.hadoop.io.delta.kernel.logStore.file.impl";

  /** Called by Delta through reflection. */
  public HaltingLogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(Path path, Iterator<String> lines, Boolean overwrite, Configuration hadoop)
      throws IOException {
    List<String> all = new ArrayList<>();
    lines.forEachRemaining(all::add);
    boolean addsRows = all.stream().anyMatch(line -> line.startsWith("{\"add\":"));
    if (addsRows) {
      HaltPoint.at("before", path.toString());
    }
    super.write(path, all.iterator(), overwrite, hadoop);
    if (addsRows) {
      HaltPoint.at("after", path.toString());
    }
  }
}
