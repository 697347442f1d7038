package org.crmkpi.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.crmkpi.delta.LinkingLogStore;

/**
 * The log on a local disk, which halts before, in the middle of or after the writing of a commit
 * that adds rows.
 */
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
    if (!addsRows) {
      super.write(path, all.iterator(), overwrite, hadoop);
      return;
    }
    HaltPoint.at("before", path.toString());
    super.write(path, halting(all, path), overwrite, hadoop);
    HaltPoint.at("after", path.toString());
  }

  /** The lines, the last of which is not there before the halt is over. */
  private static Iterator<String> halting(List<String> lines, Path path) {
    return IntStream.range(0, lines.size())
        .mapToObj(
            i -> {
              if (i == lines.size() - 1) {
                HaltPoint.at("during", path.toString());
              }
              return lines.get(i);
            })
        .iterator();
  }
}
