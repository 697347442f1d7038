package org.crmkpi.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.config.Problems;
import org.crmkpi.config.Settings;
import org.crmkpi.fits.Fits;
import org.crmkpi.fits.TruncatedPoisson;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.source.Delivered;
import org.crmkpi.source.Source;
import org.crmkpi.source.SourceFolders;
import org.crmkpi.source.SourceRequest;
import org.crmkpi.table.Layer;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Warehouse;

/**
 * A shop with orders, rates that a fit finds in them, and a KPI that reads the rates: the tables of
 * {@code src/test/fitted}.
 */
public final class RatedShop {
  private static final AtomicLong SECONDS = new AtomicLong(1_710_000_000L);

  private final Delivered shop;
  private final Warehouse warehouse;
  private final Catalogue catalogue = catalogue();

  /** A shop that delivers below one folder into a warehouse. */
  RatedShop(Path root, String warehouse) {
    this.warehouse = Warehouse.of(TestSpark.session(), root.resolve(warehouse).toString());
    this.shop =
        new Delivered(root)
            .conf(
                "about = shop",
                "feeds = [{ name = orders, path = \"{delivery}/orders.csv\", format = csv,",
                "  delivery = changes, columns = [id, customer, channel, at], key = [id] }]")
            .mapping(
                "orders",
                "select id as order_id, customer as customer_id, channel, at as ordered_at,"
                    + " 'EUR' as currency, row_ref from orders");
  }

  /** The tables of this shop. */
  public static Catalogue catalogue() {
    Problems problems = new Problems();
    Fits fits = new Fits(List.of(TruncatedPoisson.FIT));
    Catalogue own = CatalogueReader.read(Project.home().resolve("src/test/fitted"), fits, problems);
    problems.throwIfAny("src/test/fitted", "mend the files.");
    Stream<TableFolder> shipped = Project.catalogue().tables().stream().filter(RatedShop::isNeeded);
    return new Catalogue(Stream.concat(shipped, own.tables().stream()).toList(), fits);
  }

  private static boolean isNeeded(TableFolder table) {
    return table.contract().layer() == Layer.OPS || table.contract().name().equals("orders");
  }

  /** Delivers orders, given as {@code id,customer,channel,day}. */
  RatedShop deliver(String delivery, String... orders) {
    String[] lines =
        Stream.concat(Stream.of("id,customer,channel,at"), Stream.of(orders))
            .toArray(String[]::new);
    shop.file(delivery + "/orders.csv", lines);
    return this;
  }

  List<TableResult> run(LocalDate asOf) {
    return run(asOf, Wish.changes());
  }

  List<TableResult> run(LocalDate asOf, Wish wish) {
    return job().run(arguments(asOf), sources(), wish);
  }

  /** What a run did with the table of rates, and why. */
  static String ofRates(List<TableResult> results) {
    return results.stream()
        .filter(result -> result.contract().name().equals("order_rates"))
        .map(result -> result.status().words() + ": " + result.why())
        .findFirst()
        .orElseThrow();
  }

  /** What a run would do with the table of rates, and why. */
  String planned(LocalDate asOf) {
    return job().inspection().plan(arguments(asOf), sources(), Wish.changes()).tables().stream()
        .filter(table -> table.contract().name().equals("order_rates"))
        .map(table -> table.does().words() + ": " + table.why())
        .findFirst()
        .orElseThrow();
  }

  /** What a check of the newest release finds of each table, once. */
  List<String> checked(LocalDate asOf) {
    Releases.Release newest = new Releases(TestSpark.session(), warehouse).newest().orElseThrow();
    return job()
        .inspection()
        .check(newest, arguments(asOf), sources(), Optional.of(new Sample(10, 1)))
        .stream()
        .map(Audited::found)
        .distinct()
        .toList();
  }

  /** The rows of rates and of the KPI as the newest release shows them. */
  List<String> rows() {
    ReleaseQuery release =
        new ReleaseQuery(TestSpark.session().newSession(), warehouse, Optional.empty());
    return Stream.of("order_rates", "usual_orders")
        .flatMap(
            table ->
                release
                    .rows("select * from " + table + " order by channel")
                    .toJSON()
                    .collectAsList()
                    .stream())
        .toList();
  }

  /** The newest version of the table of rates. */
  long version() {
    return warehouse
        .table(catalogue.table("order_rates").contract())
        .newest()
        .orElseThrow()
        .number();
  }

  private static Arguments arguments(LocalDate asOf) {
    return Project.arguments().on(asOf);
  }

  private List<Source> sources() {
    Problems problems = new Problems();
    List<Source> sources =
        SourceFolders.read(
            shop.declared(),
            List.of(new SourceRequest("shop", Optional.of(shop.files()))),
            problems);
    problems.throwIfAny("the shop", "mend the files.");
    return sources;
  }

  private Job job() {
    Problems problems = new Problems();
    Settings usual = Settings.read(Project.home(), Optional.empty(), problems);
    problems.throwIfAny("the settings", "mend them.");
    Settings settings = TestNight.changed(usual, 2, 1, 0);
    Clock clock = Clock.fixed(Instant.ofEpochSecond(SECONDS.incrementAndGet()), ZoneOffset.UTC);
    return new Job(TestSpark.session(), catalogue, settings, warehouse, clock, Progress.SILENT);
  }
}
