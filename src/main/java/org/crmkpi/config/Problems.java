package org.crmkpi.config;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a set of files, gathered so that it is reported at once. */
public final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** Notes one problem; {@code where} is a file and line, or a key. */
  public void add(String where, String what) {
    lines.add(where + ": " + what);
  }

  /** The problems so far, in the order in which they were found, each once. */
  public List<String> lines() {
    return lines.stream().distinct().toList();
  }

  /** Fails with all problems together when there are any. */
  public void throwIfAny(String where, String next) {
    List<String> found = lines();
    if (!found.isEmpty()) {
      String what = found.size() == 1 ? "1 problem" : found.size() + " problems";
      throw CrmFailure.of(Category.INVOCATION, where, what, String.join("\n", found), next);
    }
  }
}
