package org.crmkpi.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the exports of the fictional company: one folder a delivery, {@code
 * <dir>/<yyyy-mm-dd>/<feed>-00001.csv}, first all history, then a folder a night, each finished by
 * an empty file {@code _SUCCESS}.
 */
public final class DemoCrm {
  private static final Set<Feed> SALES =
      EnumSet.of(
          Feed.ACCOUNTS,
          Feed.CONTACTS,
          Feed.CUSTOMERS,
          Feed.REFERRALS,
          Feed.ORDERS,
          Feed.ORDER_LINES,
          Feed.RETURNS);
  private static final Set<Feed> REST = EnumSet.complementOf(EnumSet.copyOf(SALES));

  private DemoCrm() {}

  /**
   * Writes all deliveries below {@code dir}. The bytes depend on the settings only.
   *
   * @return data rows written, by feed and then by delivery
   * @throws UncheckedIOException when the folder cannot be written or already holds such files
   */
  public static Map<String, List<Long>> write(Path dir, DemoSettings settings) {
    World world = World.of(settings);
    Purchases purchases = new Purchases(world, Habits.fitted(world));
    Map<String, List<Long>> rows = new TreeMap<>();
    try (Feeds sales = new Feeds(dir, settings, SALES);
        Feeds rest = new Feeds(dir, settings, REST)) {
      CompletableFuture<Void> beside =
          CompletableFuture.runAsync(() -> writeRest(world, purchases, rest));
      tell(
          world,
          sales,
          List.of(new CustomersChapter(world, sales), new OrdersChapter(world, purchases, sales)));
      beside.join();
      sales.rows().forEach((feed, counts) -> rows.put(feed.fileName(), counts));
      rest.rows().forEach((feed, counts) -> rows.put(feed.fileName(), counts));
    }
    markDone(dir, world.timeline());
    return rows;
  }

  /** The last business day that the deliveries cover. */
  public static LocalDate lastNight(DemoSettings settings) {
    return new Timeline(settings.nights()).lastNight();
  }

  private static void writeRest(World world, Purchases purchases, Feeds feeds) {
    Leads leads = new Leads(world);
    new MastersWriter(world, feeds).write();
    new DailyWriter(world, feeds).write();
    tell(
        world,
        feeds,
        List.of(
            new PipelineChapter(world, leads, feeds),
            new MarketingChapter(world, purchases, leads, feeds),
            new ServiceChapter(world, purchases, feeds),
            new VisitsChapter(world, purchases, feeds),
            new ActivitiesChapter(world, feeds),
            new SubscriptionsChapter(world, feeds)));
  }

  private static void tell(World world, Feeds feeds, List<Chapter> chapters) {
    Customers customers = new Customers(world);
    for (long number = 1; number <= world.settings().customers(); number++) {
      Customer customer = customers.of(number);
      chapters.forEach(chapter -> chapter.tell(customer));
      DirtyRow.write(feeds, number);
    }
  }

  private static void markDone(Path dir, Timeline timeline) {
    for (int delivery = 0; delivery < timeline.deliveries(); delivery++) {
      try {
        Files.createFile(dir.resolve(timeline.dateOf(delivery).toString()).resolve("_SUCCESS"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
