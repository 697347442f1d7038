package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history is that of the days of the deliveries, however they are delivered, mapped and read. */
final class EntityHistoryTest {
  private static final LocalDate LAST = LocalDate.of(2024, 6, 30);
  private static final String[] COLUMNS = {"user_id", "team", "valid_from_on", "valid_until_on"};
  private static final String EACH_ROW =
      "select id as user_id, team, true as has_seat, row_ref from users";
  private static final String IN_GROUPS =
      "select id as user_id, min(team) as team, true as has_seat, min(row_ref) as row_ref"
          + " from users group by id";

  @TempDir private Path folder;

  @Test
  void theNightsMayComeInAnyOrder() {
    Delivered shop = shop("delivery = full", EACH_ROW);
    FollowedEntity history = new FollowedEntity(shop, "user_history");
    shop.file("2024-05-31/users.csv", "id,team", "1,South", "2,West");
    history.follow(shop.load(LocalDate.of(2024, 5, 31)));
    shop.file("2024-03-31/users.csv", "id,team", "1,North", "3,West");
    assertThat(history.follow(shop.load(LocalDate.of(2024, 6, 1)))).isEqualTo("Everything");
    shop.file("2024-04-30/users.csv", "id,team", "1,North");
    assertThat(history.follow(shop.load(LocalDate.of(2024, 6, 2)))).isEqualTo("Everything");

    assertThat(history.rows(COLUMNS))
        .containsExactly(
            "shop:1 North 0001-01-01 2024-05-31",
            "shop:1 South 2024-05-31 9999-12-31",
            "shop:2 West 0001-01-01 9999-12-31",
            "shop:3 West 0001-01-01 9999-12-31");
    assertThat(history.follow(shop.load(LAST))).isEqualTo("Nothing");
  }

  @Test
  void aPastDayKnowsOnlyWhatWasDeliveredUntilThen() {
    Delivered shop = shop("delivery = full", EACH_ROW);
    shop.file("2024-03-31/users.csv", "id,team", "1,North");
    shop.load(LocalDate.of(2024, 3, 31));
    shop.file("2024-04-30/users.csv", "id,team", "1,South");
    shop.load(LocalDate.of(2024, 4, 30));

    assertThat(rows(shop, shop.load(LocalDate.of(2024, 3, 31))))
        .containsExactly("shop:1 North 0001-01-01 9999-12-31");
  }

  @Test
  void aFileWithoutADeliveryCountsFromTheDayOfItsLoad() {
    Delivered shop = shop("delivery = full", EACH_ROW, "users.csv");
    shop.file("users.csv", "id,team", "1,North");
    shop.load(LocalDate.of(2024, 3, 31));
    shop.file("users.csv", "id,team", "1,South");

    assertThat(rows(shop, shop.load(LocalDate.of(2024, 4, 10))))
        .containsExactly(
            "shop:1 North 0001-01-01 2024-04-10", "shop:1 South 2024-04-10 9999-12-31");
  }

  @Test
  void whatTheEntityTurnsAwayIsInNoHistory() {
    Delivered shop =
        shop(
            "delivery = full",
            "select id as user_id, team, true as has_seat, since as valid_from_on, row_ref from users");
    shop.conf(conf("delivery = full", "{delivery}/users.csv", "[id, team, since]"));
    shop.file(
        "2024-03-31/users.csv", "id,team,since", "1,North,2024-02-01", "2,West,soon", ",West,");
    shop.file("2024-04-30/users.csv", "id,team,since", "1,South,2024-04-05", "2,West,2024-01-01");

    assertThat(rows(shop, shop.load(LAST)))
        .containsExactly(
            "shop:1 North 0001-01-01 2024-04-05",
            "shop:1 South 2024-04-05 9999-12-31",
            "shop:2 West 0001-01-01 9999-12-31");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delivery = full",
        "delivery = full, key = [id]",
        "delivery = changes, key = [id]"
      })
  void randomDeliveriesGiveTheHistoryOfAPencil(String how) {
    for (String sql : List.of(EACH_ROW, IN_GROUPS)) {
      Random random = new Random(how.hashCode());
      Delivered shop = new Delivered(folder.resolve(String.valueOf(sql.length())));
      shop.conf(conf(how, "{delivery}/users.csv", "[id, team]")).mapping("users", sql);
      Map<String, NavigableMap<LocalDate, String>> told = new TreeMap<>();
      List<LocalDate> days = days(random);
      Map<LocalDate, String[]> files = new TreeMap<>();
      for (LocalDate day : days) {
        List<String> lines = new ArrayList<>(List.of("id,team"));
        for (String user : List.of("1", "2", "3")) {
          if (random.nextInt(3) > 0) {
            String team = List.of("North", "South").get(random.nextInt(2));
            lines.add(user + "," + team);
            told.computeIfAbsent(user, none -> new TreeMap<>()).put(day, team);
          }
        }
        files.put(day, lines.toArray(String[]::new));
      }
      Collections.shuffle(days, random);
      LoadedSources loaded = null;
      for (LocalDate day : days) {
        shop.file(day + "/users.csv", files.get(day));
        loaded = random.nextBoolean() ? shop.load(LAST) : loaded;
      }
      loaded = shop.load(LAST);

      assertThat(rows(shop, loaded)).as(how + " " + sql).isEqualTo(byPencil(told));
    }
  }

  private static List<LocalDate> days(Random random) {
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      days.add(LocalDate.of(2024, 1, 1).plusDays(20L * i + random.nextInt(20)));
    }
    return days;
  }

  private static List<String> byPencil(Map<String, NavigableMap<LocalDate, String>> told) {
    List<String> rows = new ArrayList<>();
    told.forEach(
        (user, teams) -> {
          String from = "0001-01-01";
          String team = teams.firstEntry().getValue();
          for (Map.Entry<LocalDate, String> each : teams.entrySet()) {
            if (!each.getValue().equals(team)) {
              rows.add("shop:%s %s %s %s".formatted(user, team, from, each.getKey()));
              from = each.getKey().toString();
              team = each.getValue();
            }
          }
          rows.add("shop:%s %s %s 9999-12-31".formatted(user, team, from));
        });
    Collections.sort(rows);
    return rows;
  }

  private Delivered shop(String how, String sql) {
    return shop(how, sql, "{delivery}/users.csv");
  }

  private Delivered shop(String how, String sql, String path) {
    return new Delivered(folder).conf(conf(how, path, "[id, team]")).mapping("users", sql);
  }

  private static String[] conf(String how, String path, String columns) {
    return new String[] {
      "about = shop",
      "feeds = [{ name = users, path = \"%s\", format = csv,".formatted(path),
      "  %s, columns = %s }]".formatted(how, columns)
    };
  }

  private static List<String> rows(Delivered shop, LoadedSources loaded) {
    MappedChange.Everything all =
        (MappedChange.Everything)
            EntityRows.change(
                shop.session(),
                Delivered.contract("user_history"),
                shop.sources(),
                loaded,
                Optional::empty,
                Optional.empty());
    return Delivered.rows(all.rows().accepted(), COLUMNS);
  }
}
