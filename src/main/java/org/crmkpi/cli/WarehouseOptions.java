package org.crmkpi.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Settings;
import org.crmkpi.functions.Functions;
import org.crmkpi.session.NativeExecution;
import org.crmkpi.session.Sessions;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Option;

/** Options of every command that touches a warehouse. */
final class WarehouseOptions {
  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description = "Folder or URL of all tables. Default: the setting 'warehouse'.")
  private Optional<String> warehouse = Optional.empty();

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "Environment: conf/env/NAME.conf overrides conf/crm.conf.")
  private Optional<String> environment = Optional.empty();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; through jobs/crm-kpi anything but local goes to spark-submit.")
  private Optional<String> master = Optional.empty();

  Project project() {
    return Project.read(environment);
  }

  /** Where the tables are: an option is relative to where one stands, a setting to the project. */
  String root(Project project) {
    return warehouse.orElseGet(() -> resolved(project));
  }

  /** The same for the demo, which by default keeps out of the way of real tables. */
  String demoRoot(Project project) {
    return warehouse.orElseGet(() -> resolved(project) + "/demo");
  }

  SparkSession session(Project project) {
    Settings settings = project.settings();
    String where = master.orElse(System.getProperty("spark.master", "local[*]"));
    Map<String, String> spark = new HashMap<>(settings.sparkSettings(root(project)));
    if (settings.mayRunNatively()) {
      spark.putAll(NativeExecution.settings(where));
    }
    SparkSession session = Sessions.open(where, project.business().text("zone"), spark);
    Functions.register(session);
    return session;
  }

  Warehouse warehouse(Project project, SparkSession spark) {
    return Warehouse.of(spark, root(project));
  }

  private static String resolved(Project project) {
    String setting = project.settings().warehouse();
    return setting.contains("://") || Path.of(setting).isAbsolute()
        ? setting
        : project.home().resolve(setting).toString();
  }
}
