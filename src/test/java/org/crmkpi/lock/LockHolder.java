package org.crmkpi.lock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;

/**
 * A process that takes the lock of a warehouse as a run does and then does what stdin says, a line
 * each: {@code check}, {@code commit} to the table {@code facts}, {@code release}, {@code pause}
 * (from now on wait for a line between the check and the commit), {@code end}. Its second argument
 * is {@code file}, or URL, user and password of a database.
 */
final class LockHolder {
  /** How the lines begin that a test waits for. */
  static final String ANSWER = "holding|refused|did|checked";

  private static final StructType SCHEMA = StructType.fromDDL("id int");

  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final String warehouse;
  private boolean pausing;

  private LockHolder(String warehouse) {
    this.warehouse = warehouse;
  }

  /** Ends with the exit code of a run that ended so. */
  public static void main(String[] arguments) {
    LockSettings settings =
        arguments.length == 2
            ? new LockSettings.InFile()
            : new LockSettings.InDatabase(arguments[1], arguments[2], arguments[3]);
    LockHolder holder = new LockHolder(arguments[0]);
    try {
      WarehouseLock.of(settings, arguments[0])
          .holding(holder.table("releases", Fence.NONE)::newestMark, holder::hold);
    } catch (CrmFailure refused) {
      System.out.println("refused " + refused.category() + " " + oneLine(refused));
      System.exit(refused.category().exitCode());
    }
  }

  /** Arguments of a holder for these settings. */
  static String[] arguments(String warehouse, LockSettings settings) {
    return settings instanceof LockSettings.InDatabase database
        ? new String[] {warehouse, database.url(), database.user(), database.password()}
        : new String[] {warehouse, "file"};
  }

  private String hold(Fence held) {
    Fence fence = new Pausing(held);
    long marked = table("releases", fence).mark(SCHEMA);
    System.out.println("holding " + held.number());
    for (String word = next(); !word.equals("end"); word = next()) {
      try {
        System.out.println("did " + word + act(word, fence, marked));
      } catch (CrmFailure refused) {
        System.out.println("refused " + refused.category() + " " + oneLine(refused));
      }
    }
    return "ended";
  }

  private String act(String word, Fence fence, long marked) {
    switch (word) {
      case "check" -> fence.check();
      case "pause" -> pausing = true;
      case "commit" -> {
        return " " + table("facts", fence).replace(rows("facts", fence.number()));
      }
      case "release" -> {
        return " " + table("releases", fence).append(rows("releases", fence.number()), marked);
      }
      default -> throw new IllegalArgumentException(word);
    }
    return "";
  }

  private DeltaTable table(String name, Fence fence) {
    return DeltaTable.at(warehouse + "/" + name, new Configuration(), fence);
  }

  private StagedRows rows(String table, long holder) {
    String file = warehouse + "/" + table + "/data/holder-" + holder + ".parquet";
    return new StagedRows(SCHEMA, List.of(new DataFile(file, 1, 1, 1, java.util.Optional.empty())));
  }

  private String next() {
    try {
      return String.valueOf(in.readLine());
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private static String oneLine(CrmFailure failure) {
    return failure.getMessage().replace('\n', ' ');
  }

  /** Asks the real fence; then, when told so, stops for as long as the test wants. */
  private final class Pausing implements Fence {
    private final Fence held;

    Pausing(Fence held) {
      this.held = held;
    }

    @Override
    public long number() {
      return held.number();
    }

    @Override
    public void check() {
      held.check();
      if (pausing) {
        System.out.println("checked");
        next();
      }
    }
  }
}
