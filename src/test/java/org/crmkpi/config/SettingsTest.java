package org.crmkpi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings file is read strictly, and an environment can change every key. */
final class SettingsTest {
  private static final Path HOME = Path.of(System.getProperty("crm.home", "."));

  @TempDir private Path home;
  private final Problems problems = new Problems();

  @Test
  void theShippedFileHasTheseDefaults() {
    Settings settings = Settings.read(HOME, Optional.empty(), problems);

    assertThat(problems.lines()).isEmpty();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "warehouse",
                2,
                4,
                true,
                200_000,
                0.05,
                30,
                new LockSettings.InFile(),
                new PublishSettings(
                    List.of(),
                    List.of("calendar", "campaigns", "users"),
                    Map.of(
                        "postgresql",
                        new PublishSettings.Target(
                            "", "", "", "crm_kpi", "crm_kpi_reader", 10, 600))),
                Map.of(),
                Map.of()));
  }

  @Test
  void theShippedEnvironmentsRead() {
    for (String name : new String[] {"local", "test", "production"}) {
      Settings.read(HOME, Optional.of(name), problems);
    }

    assertThat(problems.lines()).isEmpty();
  }

  @Test
  void anEnvironmentChangesEveryKey() throws IOException {
    write("conf/crm.conf", Files.readString(HOME.resolve("conf/crm.conf")));
    write(
        "conf/env/other.conf",
        """
        warehouse = "s3a://bucket/crm"
        run { parallel_tables = 8, shuffle_partitions = 64, native = off, few_rows = 7 }
        load { rejected_share_limit = 0.2 }
        retention { days = 400 }
        lock { kind = database, url = "jdbc:postgresql://db/crm", user = kpi, password = ${HOME} }
        publish {
          after_run = [reports], dimensions = [users]
          to {
            reports {
              url = "jdbc:postgresql://dwh:5433/bi?sslmode=verify-full", user = kpi, password = ${HOME}
              schema = kpis, reader = "", lock_seconds = 3, statement_seconds = 60
            }
          }
        }
        hadoop { "fs.s3a.endpoint" = "store" }
        business { reporting_currency = USD }
        """);

    Settings settings = Settings.read(home, Optional.of("other"), problems);

    assertThat(problems.lines()).isEmpty();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "s3a://bucket/crm",
                8,
                64,
                false,
                7,
                0.2,
                400,
                new LockSettings.InDatabase(
                    "jdbc:postgresql://db/crm", "kpi", System.getenv("HOME")),
                new PublishSettings(
                    List.of("reports"),
                    List.of("users"),
                    Map.of(
                        "postgresql",
                        new PublishSettings.Target(
                            "", "", "", "crm_kpi", "crm_kpi_reader", 10, 600),
                        "reports",
                        new PublishSettings.Target(
                            "jdbc:postgresql://dwh:5433/bi?sslmode=verify-full",
                            "kpi",
                            System.getenv("HOME"),
                            "kpis",
                            "",
                            3,
                            60))),
                Map.of("fs.s3a.endpoint", "store"),
                Map.of("reporting_currency", "USD")));
  }

  @Test
  void partsOfFilesAreReadAtOnceFromRemoteStoresOnly() {
    Settings settings = Settings.read(HOME, Optional.empty(), problems);
    String key = "spark.hadoop.parquet.hadoop.vectored.io.enabled";

    assertThat(settings.sparkSettings("file:/data/a folder")).containsEntry(key, "false");
    assertThat(settings.sparkSettings("../warehouse")).containsEntry(key, "false");
    assertThat(settings.sparkSettings("s3a://bucket/crm")).containsEntry(key, "true");
  }

  @Test
  void missingMistypedUnknownAndRetiredKeysAreReportedTogetherWithFileAndLine() throws IOException {
    write(
        "conf/crm.conf",
        """
        base_dir = "x"
        run { parallel_tables = many, shuffle_partitions = 4, native = on, few_rows = 1 }
        load { rejected_share_limit = 7 }
        retention { days = 0 }
        lock { kind = database, url = "jdbc:postgresql://a,b/crm?socketFactory=x" }
        surprise = 1
        """);

    Settings.read(home, Optional.empty(), problems);

    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            "conf/crm.conf:1: 'base_dir' is retired; use 'warehouse'",
            "conf/crm.conf:1: 'warehouse' is missing; it is a text",
            "conf/crm.conf:2: 'parallel_tables' is \"many\", but must be a whole number",
            "conf/crm.conf:2: 'native' is 'on', but must be auto or off",
            "conf/crm.conf:3: 'rejected_share_limit' is 7.0, but must be between 0 and 1",
            "conf/crm.conf:4: 'days' is 0, but must be between 1 and 36500",
            "conf/crm.conf:5: 'url' must be jdbc:postgresql://host/database, with sslmode,"
                + " sslrootcert, sslcert and sslkey as its only parameters",
            "conf/crm.conf:6: unknown key 'surprise'; known here: base_dir, business, hadoop,"
                + " load, lock, publish, retention, run, threads, warehouse");
  }

  @Test
  void aSecretThatIsSpelledOutIsRefused() throws IOException {
    write("conf/crm.conf", Files.readString(HOME.resolve("conf/crm.conf")));
    write("conf/env/leaky.conf", "hadoop { \"fs.s3a.secret.key\" = \"hunter2\" }\n");

    Settings.read(home, Optional.of("leaky"), problems);

    assertThat(problems.lines())
        .containsExactly(
            "conf/env/leaky.conf:1: 'fs.s3a.secret.key' is a secret; write"
                + " fs.s3a.secret.key = ${?ENVIRONMENT_VARIABLE}");
    assertThat(Secrets.shown("fs.s3a.secret.key", "hunter2")).isEqualTo("******");
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
