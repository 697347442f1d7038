package org.crmkpi.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings.InDatabase;
import org.crmkpi.config.PublishSettings;
import org.crmkpi.config.PublishSettings.Target;
import org.crmkpi.faults.FaultLog;
import org.crmkpi.publish.Publication.TableChange;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.PostgresServer;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.warehouse.Releases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases of the shop on a real PostgreSQL server. */
final class PublisherTest {
  private static final String BUYERS = "crm_kpi.buyers";
  private static final int LOCK_SECONDS = 1;

  private static PostgresServer server;

  @TempDir private static Path folder;
  private static TestNight nights;
  private static String first;
  private static String second;

  /** Five orders of three buyers; the next night one more of the first, and a new buyer. */
  @BeforeAll
  static void twoNights() {
    server = PostgresServer.start();
    Delivered shop =
        new Delivered(folder.resolve("shop"))
            .conf(
                "about = shop",
                "feeds = [{ name = orders, path = \"{delivery}/orders.csv\", format = csv,",
                "  delivery = changes, columns = [id, customer], key = [id] },",
                "  { name = users, path = \"users.csv\", format = csv,",
                "  delivery = full, columns = [id, name, team] }]")
            .mapping(
                "orders",
                "select id as order_id, customer as customer_id, 'web' as channel,"
                    + " '2024-03-01' as ordered_at, 'EUR' as currency, row_ref from orders")
            .mapping(
                "users", "select id as user_id, name, team, true as has_seat, row_ref from users")
            .file(
                "users.csv",
                "id,name,team",
                "u1,Ada L,=1+1",
                "u2,Bo,\"tab\\\tand \"\"quotes\"\" ü\"",
                "u3,,")
            .file("d1/orders.csv", "id,customer", "1,a", "2,a", "3,b", "4,b", "5,c");
    Catalogue catalogue =
        new Catalogue(
            Stream.concat(
                    Shop.catalogue("buyers", "monthly_sales").tables().stream(),
                    Project.catalogue("users").tables().stream())
                .toList());
    nights =
        new TestNight(
            folder.resolve("warehouse"), shop.declared(), TestNight.followed(1), catalogue);
    first = night(1);
    shop.file("d2/orders.csv", "id,customer", "6,a", "7,d");
    second = night(2);
  }

  private static String night(int day) {
    nights.run(LocalDate.of(2024, 3, day), Map.of("shop", folder.resolve("shop/files")));
    return new Releases(TestSpark.session(), nights.warehouse()).newest().orElseThrow().id();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void anEmptyDatabase() {
    execute("drop schema if exists crm_kpi cascade; drop schema if exists others cascade");
    execute("create schema others");
  }

  @Test
  void theFirstReleaseArrivesWithCommentsKeysAndRights() {
    Publication publication = publish(first);

    assertThat(publication.isNew()).isTrue();
    assertThat(publication.tables().stream().map(TableChange::table))
        .containsExactlyInAnyOrder("buyers", "monthly_sales", "users");
    assertThat(buyers()).containsExactly("shop:a 2", "shop:b 2", "shop:c 1");
    assertThat(
            lines(
                "select user_id || '|' || coalesce(name, 'null') || '|' || coalesce(team, 'null')"
                    + " from crm_kpi.users order by 1"))
        .containsExactly(
            "shop:u1|Ada L|=1+1", "shop:u2|Bo|tab\\\tand \"quotes\" ü", "shop:u3|null|null");
    assertThat(server.value("select obj_description('crm_kpi.buyers'::regclass)"))
        .isEqualTo("How often each customer ordered.");
    assertThat(server.value("select col_description('crm_kpi.buyers'::regclass, 2)"))
        .isEqualTo("How many.");
    assertThat(
            server.value(
                "select pg_get_constraintdef(oid) from pg_constraint"
                    + " where conrelid = 'crm_kpi.buyers'::regclass"))
        .isEqualTo("PRIMARY KEY (customer_id)");
    assertThat(
            lines(
                "select release_id || ' ' || as_of || ' ' || table_name || ' ' || inserted_count"
                    + " from crm_kpi.publish_log order by table_name"))
        .containsExactly(
            first + " 2024-03-01 buyers 3",
            first + " 2024-03-01 monthly_sales 0",
            first + " 2024-03-01 users 3");
  }

  @Test
  void theReaderSeesNoColumnThatIdentifiesAPerson() {
    publish(first);

    assertThat(asReader("select count(*) from crm_kpi.buyers")).isEqualTo("3");
    assertThat(asReader("select team from crm_kpi.dim_users where user_id = 'shop:u1'"))
        .isEqualTo("=1+1");
    assertThat(
            lines(
                "select attname from pg_attribute where attrelid ="
                    + " 'crm_kpi.dim_users'::regclass and attnum > 0"))
        .contains("user_id", "team")
        .doesNotContain("name");
    assertThat(asReader("select team from crm_kpi.users where user_id = 'shop:u1'"))
        .isEqualTo("=1+1");
    assertThatThrownBy(() -> asReader("select name from crm_kpi.users"))
        .hasStackTraceContaining("permission denied");
    assertThatThrownBy(() -> asReader("delete from crm_kpi.buyers"))
        .hasStackTraceContaining("permission denied");
  }

  @Test
  void aReleaseThatIsThereIsNotWrittenAgain() {
    publish(first);
    String before = rowsOfBuyers();

    Publication again = publish(first);

    assertThat(again.isNew()).isFalse();
    assertThat(rowsOfBuyers()).isEqualTo(before);
    assertThat(server.value("select count(*) from crm_kpi.publish_log")).isEqualTo("3");
  }

  @Test
  void onlyRowsThatDifferAreWritten() {
    publish(first);
    String before = server.value("select xmin from crm_kpi.buyers where customer_id = 'shop:b'");

    Publication next = publish(second);

    assertThat(buyers()).containsExactly("shop:a 3", "shop:b 2", "shop:c 1", "shop:d 1");
    assertThat(change(next, "buyers")).isEqualTo("4 rows, 2 inserted, 1 deleted");
    assertThat(change(next, "users")).isEqualTo("3 rows, 0 inserted, 0 deleted");
    assertThat(server.value("select xmin from crm_kpi.buyers where customer_id = 'shop:b'"))
        .isEqualTo(before);
  }

  @Test
  void anOlderReleaseComesBackWhereItIsAskedFor() {
    publish(second);

    Publication back = publish(first);

    assertThat(buyers()).containsExactly("shop:a 2", "shop:b 2", "shop:c 1");
    assertThat(back.release()).isEqualTo(first);
  }

  @Test
  void viewsAndRightsOfOtherPeopleStay() {
    publish(first);
    execute("drop role if exists somebody; create role somebody");
    execute(
        "grant usage on schema crm_kpi to somebody; grant select on crm_kpi.buyers to somebody");
    execute("create view others.many as select * from crm_kpi.buyers where entries_count > 1");

    publish(second);

    assertThat(server.value("select count(*) from others.many")).isEqualTo("2");
    assertThat(server.value("select has_table_privilege('somebody', 'crm_kpi.buyers', 'select')"))
        .isEqualTo("t");
    execute("drop owned by somebody; drop role somebody");
  }

  @Test
  void whatSomebodyChangedByHandIsMendedAndWhatSomebodyAddedStays() {
    publish(first);
    for (String hand :
        List.of(
            "alter table crm_kpi.buyers drop column entries_count",
            "alter table crm_kpi.buyers alter column entries_count type text",
            "alter table crm_kpi.buyers drop constraint buyers_pkey",
            "drop table crm_kpi.buyers",
            "drop view crm_kpi.dim_users")) {
      execute(hand);

      publish(
          server
                  .value("select count(distinct publication_id) % 2 from crm_kpi.publish_log")
                  .equals("1")
              ? second
              : first);

      assertThat(
              server.value(
                  "select pg_get_constraintdef(oid) from pg_constraint"
                      + " where conrelid = 'crm_kpi.buyers'::regclass"))
          .as(hand)
          .isEqualTo("PRIMARY KEY (customer_id)");
    }
    assertThat(server.value("select count(*) from crm_kpi.dim_users")).isEqualTo("3");
    execute("update crm_kpi.buyers set entries_count = 99 where customer_id = 'shop:a'");
    execute("insert into crm_kpi.buyers (customer_id) values ('shop:nobody')");
    execute("alter table crm_kpi.buyers add column remark text default 'mine'");

    publisher().publish("test", Optional.of(first), true);

    assertThat(buyers()).containsExactly("shop:a 2", "shop:b 2", "shop:c 1");
    assertThat(server.value("select remark from crm_kpi.buyers where customer_id = 'shop:b'"))
        .isEqualTo("mine");
  }

  @Test
  void aLockOfSomebodyElseIsWaitedForAWhile() throws SQLException {
    publish(first);
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table crm_kpi.buyers in exclusive mode");
      long began = System.nanoTime();

      assertThatThrownBy(() -> publish(second))
          .isInstanceOfSatisfying(
              CrmFailure.class,
              failure -> assertThat(failure.category()).isEqualTo(Category.OUTSIDE))
          .hasMessageContaining("writing buyers")
          .hasMessageContaining("readers there see what they saw before")
          .hasMessageContaining("pg_locks");

      assertThat((System.nanoTime() - began) / 1e9).isLessThan(LOCK_SECONDS + 20);
      assertThat(buyers()).containsExactly("shop:a 2", "shop:b 2", "shop:c 1");
      other.rollback();
    }
    publish(second);
    assertThat(buyers()).hasSize(4);
    FaultLog.saw(
        6,
        "a lock held on a table: exit 4 in the bound, readers saw the night before; then the next",
        "PG, rows by hand");
  }

  @Test
  void readersSeeOneNightOrTheOtherWhilePublishersDie() throws Exception {
    publish(first);
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicReference<Throwable> trouble = new AtomicReference<>();
    List<String> seen = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              while (!isOver.get()) {
                seen.add(rowsSeen());
              }
            });
    Thread killer =
        new Thread(
            () -> {
              while (!isOver.get()) {
                server.value(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where"
                        + " application_name = 'crm-kpi publish' and state <> 'idle'"
                        + " and query ~ '^(copy|delete|insert|analyze|comment)'");
              }
            });
    reader.setUncaughtExceptionHandler((thread, thrown) -> trouble.set(thrown));
    reader.start();
    killer.start();
    int died = 0;
    int tried = 0;
    try {
      while (tried < 5 || (died == 0 && tried < 50)) {
        tried++;
        try {
          publish(tried % 2 == 1 ? second : first);
        } catch (CrmFailure killed) {
          assertThat(killed.category()).isEqualTo(Category.OUTSIDE);
          died++;
        }
      }
    } finally {
      isOver.set(true);
      reader.join();
      killer.join();
    }
    assertThat(trouble.get()).isNull();
    assertThat(died).isPositive();
    assertThat(seen).isNotEmpty().allMatch(rows -> rows.equals("3 5") || rows.equals("4 7"));
    publish(first);
    publish(second);
    assertThat(rowsSeen()).isEqualTo("4 7");
    FaultLog.saw(
        6,
        "%d of %d publications killed by the server, %d looks at the tables: 3 buyers of 5 orders or 4 of 7"
            .formatted(died, tried, seen.size()),
        "PG, polling");
  }

  @Test
  void aServerThatIsAwayIsSaidSo() {
    Target away = target("jdbc:postgresql://127.0.0.1:1/postgres");

    assertThatThrownBy(() -> publisher(away).publish("test", Optional.empty(), false))
        .isInstanceOfSatisfying(
            CrmFailure.class, f -> assertThat(f.category()).isEqualTo(Category.OUTSIDE))
        .hasMessageContaining("publish.to.test jdbc:postgresql://127.0.0.1:1/postgres, connecting");
  }

  @Test
  void aDatabaseThatNobodyDeclaredIsRefused() {
    assertThatThrownBy(() -> publisher().publish("oracle", Optional.empty(), false))
        .isInstanceOfSatisfying(
            CrmFailure.class, f -> assertThat(f.category()).isEqualTo(Category.INVOCATION))
        .hasMessageContaining("known: test");
  }

  private static Publication publish(String release) {
    return publisher().publish("test", Optional.of(release), false);
  }

  private static Publisher publisher() {
    return publisher(target(server.lock().url()));
  }

  private static Publisher publisher(Target target) {
    return new Publisher(
        TestSpark.session(),
        nights.catalogue(),
        nights.warehouse(),
        new PublishSettings(List.of(), List.of("users"), Map.of("test", target)));
  }

  private static Target target(String url) {
    InDatabase lock = server.lock();
    return new Target(
        url, lock.user(), lock.password(), "crm_kpi", "crm_kpi_reader", LOCK_SECONDS, 60);
  }

  private static List<String> buyers() {
    return lines("select customer_id || ' ' || entries_count from " + BUYERS + " order by 1");
  }

  private static String rowsSeen() {
    return server.value("select count(*) || ' ' || sum(entries_count) from " + BUYERS);
  }

  private static String rowsOfBuyers() {
    return server.value("select string_agg(xmin::text, ',' order by customer_id) from " + BUYERS);
  }

  private static String change(Publication publication, String table) {
    TableChange change =
        publication.tables().stream()
            .filter(each -> each.table().equals(table))
            .findFirst()
            .orElseThrow();
    return "%d rows, %d inserted, %d deleted"
        .formatted(change.rowsCount(), change.insertedCount(), change.deletedCount());
  }

  private static List<String> lines(String sql) {
    String all = server.value("select string_agg(line, chr(30)) from (" + sql + ") as found(line)");
    return all == null ? List.of() : List.of(all.split("\u001e", -1));
  }

  private static String asReader(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role crm_kpi_reader");
      statement.execute(sql);
      var rows = statement.getResultSet();
      return rows != null && rows.next() ? rows.getString(1) : "";
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  private static void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException wrong) {
      throw new IllegalStateException(sql, wrong);
    }
  }

  private static Connection connection() throws SQLException {
    InDatabase lock = server.lock();
    return DriverManager.getConnection(lock.url(), lock.user(), lock.password());
  }
}
