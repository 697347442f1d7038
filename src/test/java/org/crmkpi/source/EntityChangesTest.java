package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night that maps only what changed leaves the table that mapping everything would give. */
final class EntityChangesTest {
  private static final long SEED = Long.getLong("crm.seed", 5);
  private static final int NIGHTS = Integer.getInteger("crm.nights", 8);

  @TempDir private Path folder;

  @Test
  void changedKeysEqualEverythingOverRandomNights() {
    Delivered shop = new Delivered(folder);
    RandomNights nights = new RandomNights(shop, SEED);
    Map<String, FollowedEntity> entities = new HashMap<>();
    RandomNights.ENTITIES.forEach(name -> entities.put(name, new FollowedEntity(shop, name)));
    Map<String, Set<String>> ways = new HashMap<>();
    for (int day = 1; day <= NIGHTS; day++) {
      nights.deliver(day);
      if (day % 4 == 3) {
        continue;
      }
      LocalDate asOf = LocalDate.of(2024, 3, day % 6 == 5 ? day - 2 : day);
      LoadedSources loaded = shop.load(asOf);
      for (FollowedEntity entity : entities.values()) {
        String way = entity.follow(loaded);
        ways.computeIfAbsent(way, none -> new HashSet<>()).add(entity.name());
        String told = "%s on day %d by %s".formatted(entity.name(), day, way);
        assertThat(entity.rows()).as(told).isEqualTo(entity.mappedAgain(loaded));
        assertThat(entity.taken()).as(told).isEqualTo(entity.takenAgain());
      }
    }
    assertThat(ways.get("Keys"))
        .contains("orders", "order_lines", "products", "customers")
        .doesNotContain("users", "accounts");
    assertThat(ways.get("Nothing")).isNotEmpty();
    assertThat(ways.get("Everything")).contains("users", "accounts");
  }
}
