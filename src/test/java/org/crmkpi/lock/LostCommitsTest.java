package org.crmkpi.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crmkpi.faults.FaultLog;
import org.crmkpi.testing.OtherProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes commit to one table on a local disk at the same time, with no lock at all. */
@Tag("faults")
final class LostCommitsTest {
  private static final int COMMITS_EACH = 500;
  private static final Pattern ADDED = Pattern.compile("data/((?:one|other)-\\d+)\\.parquet");

  @TempDir private Path table;

  @Test
  void everyAcknowledgedCommitIsThereExactlyOnce() throws IOException {
    String[] said = new String[2];
    try (OtherProcess one = appender("one");
        OtherProcess other = appender("other")) {
      one.hear("ready");
      other.hear("ready");
      one.say("go");
      other.say("go");
      said[0] = one.output();
      said[1] = other.output();
    }

    Map<Long, String> acknowledged = new TreeMap<>();
    List<String> twice = new ArrayList<>();
    for (String line : String.join("\n", said).lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("acknowledged")
          && acknowledged.put(Long.valueOf(words[1]), words[2]) != null) {
        twice.add(line);
      }
    }
    long conflicts = conflicts(said);
    assertThat(conflicts).as("commits that met another").isPositive();
    assertThat(twice).as("versions that two processes were told to be theirs").isEmpty();
    assertThat(acknowledged).hasSize(2 * COMMITS_EACH);
    assertThat(committed(acknowledged.size())).isEqualTo(acknowledged);
    FaultLog.saw(
        5,
        "%d commits by two processes without a lock, %d conflicts: each acknowledged commit is there once"
            .formatted(acknowledged.size(), conflicts),
        "HIST, lost-commit hunt");
  }

  private OtherProcess appender(String name) {
    return OtherProcess.java(Appender.class, table.toString(), name, String.valueOf(COMMITS_EACH));
  }

  private static long conflicts(String... said) {
    return String.join("\n", said)
        .lines()
        .filter(line -> line.startsWith("conflicts "))
        .mapToLong(line -> Long.parseLong(line.substring("conflicts ".length())))
        .sum();
  }

  /** The file that each version of the log adds. */
  private Map<Long, String> committed(int versions) throws IOException {
    Map<Long, String> committed = new TreeMap<>();
    for (long version = 0; version < versions; version++) {
      String log = Files.readString(table.resolve("_delta_log/%020d.json".formatted(version)));
      Matcher added = ADDED.matcher(log);
      List<String> names = new ArrayList<>();
      while (added.find()) {
        names.add(added.group(1));
      }
      committed.put(version, String.join(" and ", names));
    }
    return committed;
  }
}
