package org.crmkpi.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.crmkpi.testing.OtherProcess;

/**
 * A Spark standalone cluster on this machine: a master, and workers of one core that start one
 * executor each.
 */
final class Cluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final int port;
  private final OtherProcess master;
  private final List<OtherProcess> workers = new ArrayList<>();

  private Cluster(Path folder) throws IOException {
    this.folder = folder;
    this.port = freePort();
    layOut();
    this.master =
        OtherProcess.java(
            environment(),
            Master.class,
            "--host",
            HOST,
            "--port",
            String.valueOf(port),
            "--webui-port",
            "0");
  }

  /** Starts a cluster without workers that keeps its files in a folder. */
  static Cluster start(Path folder) {
    try {
      Cluster cluster = new Cluster(Files.createDirectories(folder));
      cluster.master.hear(".*Master: I have been elected leader");
      return cluster;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Starts one more worker; returns when the master knows it. */
  void addWorker() {
    workers.add(
        OtherProcess.java(
            environment(),
            Worker.class,
            "--host",
            HOST,
            "--cores",
            "1",
            "--memory",
            "512m",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve("work").toString(),
            url()));
    workers.get(workers.size() - 1).hear(".*Worker: Successfully registered with master");
  }

  String url() {
    return "spark://" + HOST + ":" + port;
  }

  /** What a driver needs to know of executors, as system properties. */
  List<String> properties() {
    return List.of(
        "spark.driver.host=" + HOST,
        "spark.driver.bindAddress=" + HOST,
        "spark.executor.memory=480m",
        "spark.executor.cores=1",
        "spark.executor.extraClassPath=" + String.join(File.pathSeparator, folders()));
  }

  /** Kills the worker that an executor belongs to, and the executor. */
  void killWorkerOf(long executor) {
    OtherProcess worker =
        workers.stream().filter(each -> each.includes(executor)).findFirst().orElseThrow();
    worker.killWithChildren();
    workers.remove(worker);
  }

  /** Kills all workers with their executors. */
  void killWorkers() {
    workers.forEach(OtherProcess::killWithChildren);
    workers.clear();
  }

  /** Kills the executors and takes away what workers start them from. */
  void killExecutorsForGood() throws IOException {
    Files.move(jars(), folder.resolve("no-jars"));
    workers.forEach(OtherProcess::killChildren);
  }

  /** Lets workers start executors again. */
  void mend() throws IOException {
    Files.move(folder.resolve("no-jars"), jars());
  }

  @Override
  public void close() {
    killWorkers();
    master.close();
  }

  /** An installation of Spark, as far as a worker needs one: the jars of the class path. */
  private void layOut() throws IOException {
    Files.createDirectories(jars());
    for (String entry : classPath()) {
      Path jar = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(jar)) {
        Files.createSymbolicLink(jars().resolve(jar.getFileName()), jar);
      }
    }
  }

  private Path jars() {
    return folder.resolve("jars");
  }

  private Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        folder.toString(),
        "SPARK_SCALA_VERSION",
        "2.13",
        "SPARK_LOCAL_DIRS",
        folder.resolve("local").toString(),
        "CRM_LOG_LEVEL",
        "info",
        "JDK_JAVA_OPTIONS",
        "-Dlog4j2.configurationFile=classpath:log4j2.properties");
  }

  private static List<String> folders() {
    return classPath().stream()
        .filter(entry -> !entry.isEmpty() && Files.isDirectory(Path.of(entry)))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .toList();
  }

  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
