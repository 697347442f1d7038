package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The logs of all tables of a warehouse on a local disk, read as files. */
public final class Commits {
  private static final Pattern LOG =
      Pattern.compile(".*/(crm_\\w+/\\w+)/_delta_log/(\\d{20})\\.json");
  private static final Pattern ADDED =
      Pattern.compile("\"add\":\\{\"path\":\"(data/([^/\"]+)/[^\"]+)\"");
  private static final Pattern PUBLISHED =
      Pattern.compile("(crm_\\w+)\\.(\\w+) +published +version (\\d+), .*");

  private final List<Commit> commits;

  /**
   * One version of a table.
   *
   * @param runs whose files it shows for the first time; files that only lose rows are not counted
   */
  private record Commit(String table, long version, Set<String> runs) {}

  private Commits(List<Commit> commits) {
    this.commits = List.copyOf(commits);
  }

  /** The logs as they are now. */
  public static Commits of(Path warehouse) {
    List<Commit> commits = new ArrayList<>();
    Set<String> files = new HashSet<>();
    try (Stream<Path> found = Files.walk(warehouse)) {
      for (Path file : found.sorted().toList()) {
        Matcher log = LOG.matcher(file.toString());
        if (log.matches()) {
          Set<String> runs =
              ADDED
                  .matcher(Files.readString(file))
                  .results()
                  .filter(add -> files.add(log.group(1) + "/" + add.group(1)))
                  .map(add -> add.group(2))
                  .collect(Collectors.toCollection(TreeSet::new));
          commits.add(new Commit(log.group(1), Long.parseLong(log.group(2)), runs));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Commits(commits);
  }

  int count() {
    return commits.size();
  }

  /** Runs that added rows to any table. */
  Set<String> runs() {
    return commits.stream()
        .flatMap(commit -> commit.runs().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The newest version of a table; -1 when it has none. */
  long newest(String table) {
    return commits.stream()
        .filter(commit -> commit.table().equals(table))
        .mapToLong(Commit::version)
        .max()
        .orElse(-1);
  }

  /** No run showed rows of a table in two commits. */
  public void assertOneOfEachTableAndRun() {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Commit commit : commits) {
      for (String run : commit.runs()) {
        if (!seen.add(commit.table() + " " + run)) {
          twice.add("version " + commit.version() + " of " + commit.table() + " by run " + run);
        }
      }
    }
    assertThat(seen).as("data commits").isNotEmpty();
    assertThat(twice).as("second data commits of a run to a table").isEmpty();
  }

  /** Every commit that a process told of is there; how many there were. */
  int assertHold(String output) {
    List<String> told = output.lines().map(PUBLISHED::matcher).flatMap(Commits::version).toList();
    Set<String> there =
        commits.stream()
            .map(commit -> commit.table() + " " + commit.version())
            .collect(Collectors.toSet());
    assertThat(there).as("commits that were told of").isNotEmpty().containsAll(told);
    return told.size();
  }

  private static Stream<String> version(Matcher line) {
    return line.matches() ? Stream.of(line.toMatchResult()).map(Commits::version) : Stream.empty();
  }

  private static String version(MatchResult line) {
    return line.group(1) + "/" + line.group(2) + " " + line.group(3);
  }
}
