package org.crmkpi.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Change.Marked;
import org.crmkpi.delta.Change.Removes;

/**
 * The transaction log of one table, read and written by Delta Kernel: a commit of a small table
 * takes a tenth of the time that Spark's Delta writer needs, and readers see no difference.
 */
final class KernelLog {
  private static final String WRITER = "crm-kpi";

  /** Readers must know of deletion vectors from the first one on. */
  private static final String VECTORS = "delta.enableDeletionVectors";

  private final String root;
  private final Engine engine;
  private final VectorFiles vectors;

  KernelLog(String root, Configuration hadoop) {
    this.root = root;
    this.engine = DefaultEngine.create(hadoop);
    this.vectors = new VectorFiles(root, hadoop);
  }

  Optional<Version> newest() {
    return newestSnapshot().map(this::version);
  }

  Version version(long number) {
    try {
      return version(Table.forPath(engine, root).getSnapshotAsOfVersion(engine, number));
    } catch (KernelException missing) {
      throw CrmFailure.because(
          missing, Category.OUTSIDE, root, "has no version " + number, "list what is there.");
    }
  }

  /** Makes a change in one commit. */
  Version commit(Change change) {
    try {
      Optional<Snapshot> before = newestSnapshot();
      StructType schema = kernelSchema(change.schema());
      boolean reshaped =
          change.removes() instanceof Removes.Everything
              && before.filter(each -> each.getSchema().equals(schema)).isEmpty();
      Map<String, String> facts = facts(change, before);
      Transaction transaction = transaction(before, schema, reshaped, facts);
      List<Row> actions = new ArrayList<>();
      if (!reshaped) {
        before.ifPresent(each -> actions.addAll(removals(each, change)));
      }
      actions.addAll(KernelFiles.additions(root, schema, change.added()));
      actions.addAll(KernelFiles.additions(root, schema, vectors.write(change.marked())));
      TransactionCommitResult committed = transaction.commit(engine, iterable(actions));
      checkpoint(committed);
      return version(committed.getVersion());
    } catch (KernelException refused) {
      throw CrmFailure.because(
          refused, Category.OUTSIDE, root, "the commit was refused", "run again.");
    }
  }

  /** The facts of a change, with the number of the version that it makes. */
  private static Map<String, String> facts(Change change, Optional<Snapshot> before) {
    String number = String.valueOf(before.map(Snapshot::getVersion).orElse(-1L) + 1);
    Map<String, String> facts = new HashMap<>(change.facts());
    facts.put(Version.NUMBER, number);
    if (change.changesRows()) {
      facts.put(Version.CONTENT, number);
    }
    if (!change.marked().isEmpty()) {
      facts.put(VECTORS, "true");
    }
    return facts;
  }

  private List<Row> removals(Snapshot before, Change change) {
    if (change.removes() instanceof Removes.Everything) {
      return KernelFiles.removals(engine, before, path -> true);
    }
    Set<String> paths =
        Stream.concat(
                change.removes() instanceof Removes.Files some
                    ? some.files().stream()
                    : Stream.empty(),
                change.marked().stream().map(Marked::file))
            .map(DataFile::path)
            .collect(Collectors.toSet());
    return paths.isEmpty() ? List.of() : KernelFiles.removals(engine, before, paths::contains);
  }

  private Transaction transaction(
      Optional<Snapshot> before, StructType schema, boolean reshape, Map<String, String> facts) {
    Table table = Table.forPath(engine, root);
    if (before.isEmpty()) {
      return table
          .createTransactionBuilder(engine, WRITER, Operation.CREATE_TABLE)
          .withSchema(engine, schema)
          .withTableProperties(engine, facts)
          .build(engine);
    }
    if (reshape) {
      return ((SnapshotImpl) before.get())
          .buildReplaceTableTransaction(schema, WRITER)
          .withTableProperties(facts)
          .build(engine);
    }
    return table
        .createTransactionBuilder(engine, WRITER, Operation.WRITE)
        .withTableProperties(engine, facts)
        .build(engine);
  }

  /** Keeps the log short: readers start at the newest checkpoint. */
  private void checkpoint(TransactionCommitResult committed) {
    for (PostCommitHook hook : committed.getPostCommitHooks()) {
      if (hook.getType() == PostCommitHookType.CHECKPOINT) {
        try {
          hook.threadSafeInvoke(engine);
        } catch (IOException unwritten) {
          throw CrmFailure.because(
              unwritten,
              Category.OUTSIDE,
              root,
              "the checkpoint could not be written",
              "run again.");
        }
      }
    }
  }

  private Optional<Snapshot> newestSnapshot() {
    try {
      return Optional.of(Table.forPath(engine, root).getLatestSnapshot(engine));
    } catch (TableNotFoundException none) {
      return Optional.empty();
    }
  }

  private Version version(Snapshot snapshot) {
    var schema =
        (org.apache.spark.sql.types.StructType)
            DataType.fromJson(DataTypeJsonSerDe.serializeStructType(snapshot.getSchema()));
    return new Version(
        snapshot.getMetadata().getId(),
        snapshot.getVersion(),
        schema,
        snapshot.getTableProperties(),
        KernelFiles.list(engine, snapshot),
        vectors);
  }

  private static StructType kernelSchema(org.apache.spark.sql.types.StructType schema) {
    return DataTypeJsonSerDe.deserializeStructType(schema.json());
  }

  private static CloseableIterable<Row> iterable(List<Row> rows) {
    return CloseableIterable.inMemoryIterable(
        io.delta.kernel.internal.util.Utils.toCloseableIterator(rows.iterator()));
  }
}
