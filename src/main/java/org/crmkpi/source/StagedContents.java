package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.StagedRows;

/** The rows of new contents, written but not shown, and where each content lies. */
record StagedContents(StagedRows rows, List<Place> places) {
  /**
   * Where the rows of one content lie.
   *
   * @param location empty when there are none
   */
  record Place(Arrival arrival, String location, long rowsRead, List<DataFile> files) {}

  static Place place(Arrival arrival, String location, StagedRows staged) {
    List<DataFile> files =
        staged.files().stream().filter(file -> RawTables.location(file).equals(location)).toList();
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    return new Place(arrival, files.isEmpty() ? "" : location, rows, files);
  }

  /** The lines that the register gets for the contents, by content. */
  Map<String, Listed> lines(Feed feed, Horizon by, Configuration hadoop) {
    return places.stream()
        .map(place -> line(feed, by, hadoop, place))
        .collect(Collectors.toMap(Listed::content, Function.identity()));
  }

  private static Listed line(Feed feed, Horizon by, Configuration hadoop, Place place) {
    Arrival arrival = place.arrival();
    return new Listed(
        feed.source(),
        feed.name(),
        arrival.delivery(),
        arrival.file().name(),
        arrival.content(),
        by.load(),
        by.asOf(),
        place.location(),
        arrival.file().bytes(),
        arrival.file().modifiedAt(),
        place.rowsRead(),
        place.files().stream().mapToLong(file -> malformed(file, hadoop)).sum(),
        arrival.extraColumns(),
        0);
  }

  /** Rows with a problem, from the footer: those where the column is not null. */
  private static long malformed(DataFile file, Configuration hadoop) {
    try (var footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      return footer.getFooter().getBlocks().stream().mapToLong(StagedContents::malformed).sum();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long malformed(BlockMetaData block) {
    return block.getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(RawTables.ERROR))
        .mapToLong(column -> block.getRowCount() - column.getStatistics().getNumNulls())
        .sum();
  }
}
