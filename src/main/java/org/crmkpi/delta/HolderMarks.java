package org.crmkpi.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.Table;
import io.delta.kernel.TransactionBuilder;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.util.Optional;
import org.crmkpi.lock.Fence;

/**
 * Numbers of lock holders in the log of a table, as versions of a Delta transaction. A mark is a
 * commit without rows: what an earlier holder still wants to commit on top of what it read then
 * collides with it, on any store.
 */
final class HolderMarks {
  private static final String APPLICATION = "crm-kpi-lock";

  private final String root;
  private final Engine engine;

  HolderMarks(String root, Engine engine) {
    this.root = root;
    this.engine = engine;
  }

  /** The newest holder that left a mark; 0 when none did. */
  long newest() {
    return snapshot().flatMap(s -> s.getLatestTransactionVersion(engine, APPLICATION)).orElse(0L);
  }

  /** Marks the table, creating it with these columns where it is missing. */
  TransactionCommitResult mark(StructType schema, Fence fence) {
    boolean exists = snapshot().isPresent();
    TransactionBuilder builder =
        Table.forPath(engine, root)
            .createTransactionBuilder(
                engine, KernelLog.WRITER, exists ? Operation.WRITE : Operation.CREATE_TABLE)
            .withTransactionId(engine, APPLICATION, fence.number())
            .withMaxRetries(0);
    try {
      var transaction = (exists ? builder : builder.withSchema(engine, schema)).build(engine);
      fence.check();
      return transaction.commit(engine, CloseableIterable.<Row>emptyIterable());
    } catch (KernelException refused) {
      throw Refusals.of(refused, root);
    }
  }

  private Optional<SnapshotImpl> snapshot() {
    try {
      return Optional.of((SnapshotImpl) Table.forPath(engine, root).getLatestSnapshot(engine));
    } catch (TableNotFoundException none) {
      return Optional.empty();
    }
  }
}
