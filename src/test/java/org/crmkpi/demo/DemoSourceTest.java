package org.crmkpi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The declared feeds are those that are written, and each has a mapping. */
final class DemoSourceTest {
  private static final Path HOME = Path.of(System.getProperty("crm.home", "."));
  private static final Path SOURCE = HOME.resolve("conf/sources/demo");
  private static final List<? extends Config> FEEDS =
      ConfigFactory.parseFile(SOURCE.resolve("source.conf").toFile())
          .getConfigList("feeds")
          .stream()
          .toList();

  @Test
  void declaredColumnsAreTheHeadersOfTheFiles() {
    assertThat(FEEDS).hasSize(25);
    for (Config feed : FEEDS) {
      Feed written = Feed.valueOf(feed.getString("name").toUpperCase(Locale.ROOT));
      assertThat(feed.getStringList("columns"))
          .as(feed.getString("name"))
          .isEqualTo(written.header());
      assertThat(feed.getString("delivery")).isEqualTo(written.isFull() ? "full" : "changes");
      assertThat(feed.getString("format")).isEqualTo(written.isJson() ? "json" : "csv");
    }
  }

  @Test
  void everyFeedFillsTheEntityOfItsName() {
    assertThat(FEEDS)
        .allSatisfy(
            feed -> assertThat(SOURCE.resolve(feed.getString("name") + ".sql")).isRegularFile());
    assertThat(SOURCE).isDirectoryNotContaining(file -> isUnknown(file));
  }

  private static boolean isUnknown(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.equals("source.conf")
        && FEEDS.stream().noneMatch(feed -> name.equals(feed.getString("name") + ".sql"));
  }
}
