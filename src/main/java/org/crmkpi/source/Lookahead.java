package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crmkpi.table.Contract;

/** What a load would find; nothing of it is written. */
public final class Lookahead {
  private final LoadedSources loaded;
  private final List<Intake> intakes;

  Lookahead(LoadedSources loaded, List<Intake> intakes) {
    this.loaded = loaded;
    this.intakes = intakes;
  }

  /** What the loads so far left behind. */
  public LoadedSources loaded() {
    return loaded;
  }

  /** Why the load would be refused; empty when it would not. */
  public List<String> refusals() {
    return intakes.stream().flatMap(intake -> intake.refusals().stream()).toList();
  }

  /** What somebody should know, though the night would go on. */
  public List<String> notices() {
    return loaded.notices();
  }

  /** Which feeds delivered files that an entity has not taken in; empty when none did. */
  public Optional<String> arrived(Contract entity, List<Source> sources) {
    List<String> arrived = new ArrayList<>();
    for (Mapping mapping : Mapping.of(entity, sources, loaded)) {
      for (LoadedFeed feed : mapping.feeds()) {
        int files = feed.intake().unlisted().size();
        if (files > 0) {
          arrived.add(
              "%s delivered %d new file%s"
                  .formatted(feed.feed().shown(), files, files == 1 ? "" : "s"));
        }
      }
    }
    return arrived.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", arrived));
  }
}
