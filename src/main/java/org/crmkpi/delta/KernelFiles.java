package org.crmkpi.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The file actions of a commit. Uses classes that Kernel calls internal; nothing else does. */
final class KernelFiles {
  private KernelFiles() {}

  /** The data files that a snapshot's readers see. */
  static List<DataFile> list(Engine engine, Snapshot snapshot) {
    return scan(engine, snapshot, KernelFiles::dataFile);
  }

  /** One action for each file of the snapshot that is to go, taking it out. */
  static List<Row> removals(Engine engine, Snapshot snapshot, Predicate<String> goes) {
    return scan(engine, snapshot, KernelFiles::removal).stream()
        .filter(found -> goes.test(found.path()))
        .map(Removal::action)
        .toList();
  }

  /** The action that takes out the file at a path. */
  private record Removal(String path, Row action) {}

  /** One action for each staged file, adding it. */
  static List<Row> additions(String root, StructType schema, List<DataFile> files) {
    URI base = new org.apache.hadoop.fs.Path(root).toUri();
    return files.stream().map(file -> addition(base, schema, file)).toList();
  }

  private static Row addition(URI root, StructType schema, DataFile file) {
    Optional<Boolean> areExact = file.deleted().map(vector -> false);
    var rows = new DataFileStatistics(file.writtenRows(), Map.of(), Map.of(), Map.of(), areExact);
    var status =
        new DataFileStatus(file.path(), file.bytes(), file.modifiedAt(), Optional.of(rows));
    AddFile add =
        AddFile.convertDataFileStatus(
            schema,
            root,
            status,
            Map.of(),
            true,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            file.deleted().map(KernelFiles::descriptor));
    return SingleAction.createAddFileSingleAction(add.toRow());
  }

  private static Removal removal(Row scanned) {
    AddFile add = new AddFile(scanned.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
    return new Removal(
        InternalScanFileUtils.getAddFileStatus(scanned).getPath(),
        SingleAction.createRemoveFileSingleAction(add.toRemoveFileRow(true, Optional.empty())));
  }

  private static DataFile dataFile(Row scanned) {
    AddFile add = new AddFile(scanned.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
    FileStatus status = InternalScanFileUtils.getAddFileStatus(scanned);
    return new DataFile(
        status.getPath(),
        status.getSize(),
        status.getModificationTime(),
        add.getNumRecords().orElse(0L),
        add.getDeletionVector().map(KernelFiles::vector));
  }

  private static DeletionVectorDescriptor descriptor(DeletionVector vector) {
    return new DeletionVectorDescriptor(
        vector.storage(), vector.place(), vector.offset(), vector.bytes(), vector.rows());
  }

  private static DeletionVector vector(DeletionVectorDescriptor found) {
    return new DeletionVector(
        found.getStorageType(),
        found.getPathOrInlineDv(),
        found.getOffset(),
        found.getSizeInBytes(),
        found.getCardinality());
  }

  private static <T> List<T> scan(Engine engine, Snapshot snapshot, Function<Row, T> each) {
    ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
    List<T> found = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(row -> found.add(each.apply(row)));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }
}
