package org.crmkpi.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings;
import org.crmkpi.faults.FaultLog;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock in a session of a real PostgreSQL server, whose holders are frozen, cut off, killed. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseLockTest {
  private PostgresServer server;

  @TempDir private Path warehouse;

  @BeforeAll
  void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void ofTwoProcessesThatRaceOneWinsAndTheOtherEndsWithSix() {
    try (OtherProcess one = holder();
        OtherProcess other = holder()) {
      String first = one.hear(LockHolder.ANSWER);
      String second = other.hear(LockHolder.ANSWER);
      OtherProcess winner = first.startsWith("holding") ? one : other;
      winner.say("end");

      assertThat(List.of(first, second)).anyMatch("holding 1"::equals);
      assertThat(List.of(first, second)).anyMatch(line -> line.startsWith("refused LOCKED"));
      assertThat(winner.end()).isZero();
      assertThat((winner == one ? other : one).end()).isEqualTo(Category.LOCKED.exitCode());
    }
  }

  @Test
  void theLockOfAKilledHolderIsFreeAndTheNextHasALargerNumber() {
    try (OtherProcess killed = holder()) {
      killed.hear("holding 1");
      killed.kill();
    }

    try (OtherProcess next = holder()) {
      assertThat(next.hear(LockHolder.ANSWER)).isEqualTo("holding 2");
    }
    FaultLog.saw(
        5, "holder of a database lock killed: the next has it at once", "number 2 after 1");
  }

  @Test
  void aFrozenHolderWhoseSessionEndedCanNeitherCommitNorRelease() throws IOException {
    try (OtherProcess frozen = holder()) {
      frozen.hear("holding 1");
      frozen.say("commit").hear("did commit 0");
      freezeAndSucceed(frozen);

      assertThat(frozen.say("commit").hear(LockHolder.ANSWER))
          .startsWith("refused LOCKED")
          .contains("holder 2");
      assertThat(frozen.say("release").hear(LockHolder.ANSWER)).startsWith("refused LOCKED");
      assertOnlyTheSuccessorWrote();
    }
    FaultLog.saw(
        5,
        "holder frozen, its session ended, succeeded, woken: its commit and its release refused",
        "HIST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"commit", "release"})
  void aHolderFrozenBetweenItsCheckAndItsCommitIsRefusedByTheLogItself(String what)
      throws IOException {
    try (OtherProcess frozen = holder()) {
      frozen.hear("holding 1");
      frozen.say("commit").hear("did commit 0");
      frozen.say("pause").hear("did pause");
      frozen.say(what).hear("checked");
      freezeAndSucceed(frozen);

      assertThat(frozen.say("go on").hear(LockHolder.ANSWER))
          .startsWith("refused LOCKED")
          .contains("somebody else wrote to the table");
      assertOnlyTheSuccessorWrote();
    }
    FaultLog.saw(
        5,
        "holder frozen between its check and its %s, succeeded, woken: refused by the log"
            .formatted(what),
        "HIST");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    LockSettings nowhere =
        new LockSettings.InDatabase("jdbc:postgresql://127.0.0.1:1/crm", "crm", "secret");
    WarehouseLock lock = WarehouseLock.of(nowhere, "s3a://bucket/crm");

    assertThatThrownBy(() -> lock.holding(() -> 0, Fence::number))
        .isInstanceOfSatisfying(
            CrmFailure.class, failed -> assertThat(failed.category()).isEqualTo(Category.OUTSIDE))
        .hasMessageContaining("lock.url jdbc:postgresql://127.0.0.1:1/crm")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theNumberIsAboveAllThatTheWarehouseHasSeen() {
    WarehouseLock lock = WarehouseLock.of(server.lock(), "s3a://bucket/crm");

    assertThat(lock.<Long>holding(() -> 41, Fence::number)).isEqualTo(42);
    assertThat(lock.<Long>holding(() -> 0, Fence::number)).isEqualTo(43);
  }

  /** What happens behind the back of the frozen holder, until it is woken. */
  private void freezeAndSucceed(OtherProcess frozen) {
    frozen.freeze();
    try (OtherProcess tooEarly = holder()) {
      assertThat(tooEarly.hear(LockHolder.ANSWER))
          .startsWith("refused LOCKED")
          .contains("holder 1.");
    }
    assertThat(server.endLockingSessions()).as("sessions that were ended").isEqualTo(1);
    try (OtherProcess successor = holder()) {
      successor.hear("holding 2");
      successor.say("commit").hear("did commit 1");
      successor.say("release").hear("did release 2");
      successor.say("end");
      assertThat(successor.end()).isZero();
    }
    frozen.wake();
  }

  private void assertOnlyTheSuccessorWrote() throws IOException {
    assertThat(versions("facts")).isEqualTo(2);
    assertThat(log("facts", 1)).contains("holder-2").contains("\"remove\"");
    assertThat(versions("releases")).isEqualTo(3);
    assertThat(log("releases", 2)).contains("holder-2").doesNotContain("holder-1");
  }

  private OtherProcess holder() {
    return OtherProcess.java(
        LockHolder.class, LockHolder.arguments(warehouse.toString(), server.lock()));
  }

  private long versions(String table) throws IOException {
    try (Stream<Path> log = Files.list(warehouse.resolve(table).resolve("_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private String log(String table, int version) throws IOException {
    return Files.readString(
        warehouse.resolve(table).resolve("_delta_log/%020d.json".formatted(version)));
  }
}
