package org.crmkpi.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.PublishSettings;
import org.crmkpi.config.PublishSettings.Target;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/** Publishes the KPI tables of a release, and the dimensions that they are joined with. */
public final class Publisher {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final PublishSettings settings;

  /** A publisher of the releases of a warehouse. */
  public Publisher(
      SparkSession spark, Catalogue catalogue, Warehouse warehouse, PublishSettings settings) {
    this.spark = spark;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.settings = settings;
  }

  /**
   * Publishes a release to a database.
   *
   * @param database its name in the settings
   * @param releaseId the newest release when empty
   * @param anew compares all rows, also of tables that should be there as they are
   */
  public Publication publish(String database, Optional<String> releaseId, boolean anew) {
    Target target = target(database);
    Releases releases = new Releases(spark, warehouse);
    Release release = releaseId.map(releases::byId).or(releases::newest).orElseThrow(this::none);
    return new PostgresTarget(target, "publish.to." + database, spark)
        .publish(release, tables(release), anew);
  }

  private Target target(String database) {
    Target target = settings.targets().get(database);
    if (target == null || target.url().isBlank()) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "publish.to." + database,
          target == null ? "there is no such database in the settings" : "has no url",
          target == null ? "known: " + String.join(", ", settings.targets().keySet()) : "",
          target == null
              ? "add it to conf/crm.conf or to the environment."
              : "set CRM_PUBLISH_URL, CRM_PUBLISH_USER and CRM_PUBLISH_PASSWORD.");
    }
    return target;
  }

  private List<PublishedTable> tables(Release release) {
    Set<String> dimensions = new HashSet<>(settings.dimensions());
    List<PublishedTable> tables = new ArrayList<>();
    for (Contract contract : catalogue.contracts()) {
      Long version = release.versions().get(contract.name());
      boolean isDimension = dimensions.contains(contract.name()) && contract.layer() == Layer.CORE;
      if (version != null && (isDimension || contract.layer() == Layer.KPI)) {
        tables.add(PublishedTable.of(contract, warehouse.table(contract).version(version)));
      }
    }
    return tables;
  }

  private CrmFailure none() {
    return CrmFailure.of(
        Category.INVOCATION, warehouse.root(), "has no release yet", "", "crm-kpi run first.");
  }
}
