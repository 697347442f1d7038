package org.crmkpi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves behind is read, and a process that fails is not a figure. */
final class ChildTest {
  @TempDir private Path temporary;

  @Test
  void thePeakOfTheHeapIsTheLargestBeforeACollection() throws IOException {
    Path gcLog = temporary.resolve("gc.log");
    Files.writeString(
        gcLog,
        """
        [0.9s][info][gc] Using Parallel
        [1.2s][info][gc] GC(0) Pause Young (Allocation Failure) 128M->21M(491M) 12.000ms
        [2.2s][info][gc] GC(1) Pause Full (Ergonomics) 64M->20M(491M) 40.000ms
        """);

    Usage usage = Child.run(List.of("true"), Map.of(), temporary.resolve("true.log"), gcLog);

    assertThat(usage.peakHeapBytes()).isEqualTo(128L << 20);
  }

  @Test
  void aCommandThatFailsNamesItsLog() {
    Path log = temporary.resolve("logs/step.log");

    assertThatThrownBy(
            () -> Child.run(List.of("sh", "-c", "exit 3"), Map.of(), log, temporary.resolve("gc")))
        .hasMessageContaining("exit code 3")
        .hasMessageContaining(log.toString());
  }
}
