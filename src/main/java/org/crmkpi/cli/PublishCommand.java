package org.crmkpi.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.publish.Publication;
import org.crmkpi.publish.Publication.TableChange;
import org.crmkpi.publish.Publisher;
import org.crmkpi.query.TextLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a release to a database for dashboards. */
@Command(
    name = "publish",
    description = {
      "Writes the KPI tables of a release to a database, in one transaction: readers there see the",
      "release before or this one. A release that is there already is not written again."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Option(
      names = "--to",
      paramLabel = "NAME",
      required = true,
      description = "A database of publish.to in the settings, such as postgresql.")
  private String database = "";

  @Option(
      names = "--release",
      paramLabel = "ID",
      description = "The release to publish, also an older one. Default: the newest.")
  private Optional<String> release = Optional.empty();

  @Option(
      names = "--full",
      description = "Compares all rows, also of tables that should be there as they are.")
  private boolean full;

  @Override
  public Integer call() {
    Project project = options.project();
    SparkSession spark = options.session(project);
    Publisher publisher =
        new Publisher(
            spark,
            project.catalogue(),
            options.warehouse(project, spark),
            project.settings().publish());
    Publication publication = publisher.publish(database, release, full);
    System.out.print(
        TextLayout.aligned(
            List.of("table", "rows", "inserted", "deleted", "seconds"),
            publication.tables().stream().map(PublishCommand::line).toList(),
            List.of(false, true, true, true, true)));
    System.err.println(end(database, publication));
    return 0;
  }

  /** What the publication did, in a sentence. */
  static String end(String database, Publication publication) {
    return publication.isNew()
        ? String.format(
            Locale.ROOT,
            "Release %s as of %s is in %s: %,d rows in %d tables, %,d of them changed",
            publication.release(),
            publication.asOf(),
            database,
            publication.rowsCount(),
            publication.tables().size(),
            publication.changesCount())
        : "Release %s as of %s is in %s already; nothing was written"
            .formatted(publication.release(), publication.asOf(), database);
  }

  private static String[] line(TableChange change) {
    return new String[] {
      change.table(),
      number(change.rowsCount()),
      number(change.insertedCount()),
      number(change.deletedCount()),
      String.format(Locale.ROOT, "%.1f", change.seconds())
    };
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
