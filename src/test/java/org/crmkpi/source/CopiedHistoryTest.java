package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.crmkpi.lock.Fence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history that was copied to another place is read once more, and then not again. */
final class CopiedHistoryTest {
  @TempDir private Path folder;

  @Test
  void filesWithTheBytesThatWereListedAreNotReadEveryNight() throws IOException {
    Delivered shop = shop().file("d1/a.csv", "id,name", "1,x").file("d2/a.csv", "id,name", "2,y");
    load(shop, "run1", 0);
    assertThat(mustBeRead(shop, load(shop, "run2", 0))).isEmpty();
    long lines = lines(shop);
    copied(shop, "d1/a.csv");
    copied(shop, "d2/a.csv");
    LoadedSources before = load(shop, "run3", 1);
    assertThat(mustBeRead(shop, before)).containsExactly("d1/a.csv", "d2/a.csv");

    LoadedSources next = load(shop, "run4", 0);

    assertThat(next.hasNewRows()).isFalse();
    LoadedSources last = load(shop, "run5", 0);
    assertThat(mustBeRead(shop, last)).isEmpty();
    assertThat(lines(shop)).isEqualTo(lines + 2);
    assertThat(last.feeds().get(0).counting()).hasSize(2);
  }

  @Test
  void aCopyWithOtherBytesIsAsNewAsAnyFile() throws IOException {
    Delivered shop = shop().file("d1/a.csv", "id,name", "1,x");
    load(shop, "run1", 0);
    shop.file("d1/a.csv", "id,name", "1,z");

    assertThat(load(shop, "run2", 0).hasNewRows()).isTrue();
    assertThat(mustBeRead(shop, load(shop, "run3", 0))).isEmpty();
  }

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = lines, path = \"{delivery}/*.csv\", format = csv,",
            "  delivery = changes, columns = [id, name], key = [id] } ]");
  }

  /** A copy with name, size and time of the file, which is another file for the system. */
  private static void copied(Delivered shop, String name) throws IOException {
    Path file = shop.files().resolve(name);
    Path copy = shop.files().resolve(".copy");
    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Loads now, or by a clock that is late: then what was touched may be touched since. */
  private static LoadedSources load(Delivered shop, String run, int hoursLate) {
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-hoursLate));
    return new RawLoad(0)
        .load(
            shop.session(),
            shop.sources(),
            shop.warehouse().toString(),
            Fence.NONE,
            run,
            Delivered.AS_OF,
            clock);
  }

  private static List<String> mustBeRead(Delivered shop, LoadedSources loaded) {
    Feed feed = shop.sources().get(0).feeds().get(0);
    FeedHistory history = loaded.feeds().get(0).history();
    List<Listed> register = register(shop);
    FeedHistory now = FeedHistory.of(feed, register, locations(history));
    return SourceListing.of(shop.files()).files(feed).stream()
        .filter(file -> now.unchanged(file).isEmpty())
        .map(SourceFile::name)
        .toList();
  }

  private static java.util.Set<String> locations(FeedHistory history) {
    return history.lines().stream()
        .map(Listed::location)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static long lines(Delivered shop) {
    return register(shop).size();
  }

  private static List<Listed> register(Delivered shop) {
    RawTables tables =
        new RawTables(
            shop.warehouse().toString(),
            shop.session().sparkContext().hadoopConfiguration(),
            Fence.NONE);
    return new Register(shop.session(), tables).lines(List.of("shop"));
  }
}
