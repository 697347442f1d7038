package org.crmkpi.session;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.comet.NativeBase;
import org.apache.spark.sql.SparkSession;

/**
 * Apache DataFusion Comet, which runs the parts of a query that it knows on native code and leaves
 * the others to Spark. It gives the same rows for less CPU. Its library is for Linux on x86-64 and
 * arm64; wherever it does not load, everything runs on plain Spark.
 */
public final class NativeExecution {
  private static final String ENABLED = "spark.comet.enabled";
  private static final String OFF_HEAP_SIZE = "spark.memory.offHeap.size";
  private static final long LEAST_MEMORY = 256L << 20;

  private NativeExecution() {}

  /**
   * What the session of a process is to be opened with; nothing where queries cannot run natively.
   *
   * @param master where the tasks run: in this process, or on a cluster, whose executors get half
   *     of their heap's size off-heap unless spark-submit was told {@code
   *     spark.memory.offHeap.size}
   */
  public static Map<String, String> settings(String master) {
    if (!isLoaded()) {
      return Map.of();
    }
    if (!master.startsWith("local")) {
      return opened(executorMemory());
    }
    long machine =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    long memory = memory(machine, Runtime.getRuntime().maxMemory());
    return memory < LEAST_MEMORY ? Map.of() : opened(memory + "b");
  }

  /**
   * Lets the next queries of a session run natively, where the process can do so, or forbids it.
   */
  public static void allow(SparkSession session, boolean isAllowed) {
    session.conf().set(ENABLED, String.valueOf(isAllowed));
  }

  /** Bytes beside the heap: half of the heap's, and with the heap at most half of the machine's. */
  static long memory(long machine, long heap) {
    return Math.min(heap / 2, machine / 2 - heap);
  }

  /** Whether the library is there and fits this machine. */
  static boolean isLoaded() {
    try {
      return NativeBase.isLoaded();
    } catch (Throwable unloadable) {
      return false;
    }
  }

  private static String executorMemory() {
    String told = System.getProperty(OFF_HEAP_SIZE, "");
    if (!told.isEmpty()) {
      return told;
    }
    String heap = System.getProperty("spark.executor.memory", "1g");
    return org.apache.spark.network.util.JavaUtils.byteStringAsBytes(heap) / 2 + "b";
  }

  private static Map<String, String> opened(String offHeap) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.plugins", "org.apache.spark.CometPlugin");
    settings.put(ENABLED, "true");
    settings.put("spark.comet.exec.enabled", "true");
    settings.put("spark.comet.exec.shuffle.enabled", "true");
    settings.put(
        "spark.shuffle.manager",
        "org.apache.spark.sql.comet.execution.shuffle.CometShuffleManager");
    settings.put("spark.memory.offHeap.enabled", "true");
    settings.put(OFF_HEAP_SIZE, offHeap);
    return Map.copyOf(settings);
  }
}
