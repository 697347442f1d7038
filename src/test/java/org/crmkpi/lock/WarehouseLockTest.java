package org.crmkpi.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings;
import org.crmkpi.testing.OtherProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock in a file of the warehouse, between real processes. */
final class WarehouseLockTest {
  private static final LockSettings FILE = new LockSettings.InFile();

  @TempDir private Path warehouse;

  @Test
  void ofTwoProcessesThatRaceOneWinsAndTheOtherEndsWithSix() {
    try (OtherProcess one = holder();
        OtherProcess other = holder()) {
      List<Integer> codes = new ArrayList<>();
      String first = one.hear(LockHolder.ANSWER);
      String second = other.hear(LockHolder.ANSWER);
      (first.startsWith("holding") ? one : other).say("end");
      codes.add(one.end());
      codes.add(other.end());

      assertThat(List.of(first, second)).anyMatch("holding 1"::equals);
      assertThat(List.of(first, second)).anyMatch(line -> line.startsWith("refused LOCKED"));
      assertThat(codes).containsExactlyInAnyOrder(0, Category.LOCKED.exitCode());
    }
  }

  @Test
  void theLockOfAKilledHolderIsFreeAndTheNextHasALargerNumber() {
    try (OtherProcess killed = holder()) {
      killed.hear("holding 1");
      killed.kill();
    }

    try (OtherProcess next = holder()) {
      next.hear("holding 2");
      assertThat(next.say("commit").hear(LockHolder.ANSWER)).isEqualTo("did commit 0");
    }
  }

  @Test
  void aHolderWhoseLockFileWasDeletedWhileItWasFrozenCommitsNothing() throws IOException {
    try (OtherProcess frozen = holder()) {
      frozen.hear("holding 1");
      frozen.freeze();
      Files.delete(warehouse.resolve(".lock"));
      try (OtherProcess successor = holder()) {
        successor.hear("holding 2");
        assertThat(successor.say("commit").hear(LockHolder.ANSWER)).isEqualTo("did commit 0");
      }
      frozen.wake();

      assertThat(frozen.say("commit").hear(LockHolder.ANSWER))
          .startsWith("refused LOCKED")
          .contains("replaced");
      assertThat(frozen.say("release").hear(LockHolder.ANSWER)).startsWith("refused LOCKED");
      assertThat(versions("facts")).isEqualTo(1);
    }
  }

  @Test
  void twoRunsOfOneProcessAreKeptApartToo() {
    WarehouseLock lock = WarehouseLock.of(FILE, warehouse.toString());

    lock.holding(
        () -> 0,
        fence -> {
          assertThatThrownBy(() -> lock.holding(() -> 0, Fence::number))
              .isInstanceOfSatisfying(
                  CrmFailure.class,
                  refused -> assertThat(refused.category()).isEqualTo(Category.LOCKED));
          try (OtherProcess other = holder()) {
            assertThat(other.hear(LockHolder.ANSWER))
                .startsWith("refused LOCKED")
                .contains("process " + ProcessHandle.current().pid())
                .contains("holder 1.");
          }
          fence.check();
          return fence;
        });
  }

  @Test
  void theNumberIsAboveAllThatTheWarehouseHasSeen() {
    WarehouseLock lock = WarehouseLock.of(FILE, "file://" + warehouse);

    assertThat(lock.<Long>holding(() -> 41, Fence::number)).isEqualTo(42);
    assertThat(lock.<Long>holding(() -> 0, Fence::number)).isEqualTo(43);
  }

  @Test
  void aFenceThatWasGivenBackCommitsNothing() {
    Fence left = WarehouseLock.of(FILE, warehouse.toString()).holding(() -> 0, fence -> fence);

    assertThatThrownBy(left::check)
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("the lock of this run is lost");
  }

  @Test
  void aFileCannotLockAWarehouseOnAStore() {
    assertThatThrownBy(() -> WarehouseLock.of(FILE, "s3a://bucket/crm"))
        .isInstanceOfSatisfying(
            CrmFailure.class,
            refused -> assertThat(refused.category()).isEqualTo(Category.INVOCATION))
        .hasMessageContaining("lock.kind: is 'file', but a file cannot lock s3a://bucket/crm");
  }

  private OtherProcess holder() {
    return OtherProcess.java(LockHolder.class, LockHolder.arguments(warehouse.toString(), FILE));
  }

  private long versions(String table) throws IOException {
    try (Stream<Path> log = Files.list(warehouse.resolve(table).resolve("_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
