package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.Version;

/**
 * A feed after a load.
 *
 * @param intake what the load found
 * @param history everything that was ever delivered, the load included
 * @param fresh what the load added
 * @param raw newest version of the raw table; empty when nothing was ever delivered
 */
record LoadedFeed(Intake intake, FeedHistory history, List<Listed> fresh, Optional<Version> raw) {

  Feed feed() {
    return intake.feed();
  }

  /** Raw rows of these contents, malformed ones too. */
  Dataset<Row> rawRows(SparkSession session, List<Listed> contents) {
    Set<String> locations = contents.stream().map(Listed::location).collect(Collectors.toSet());
    String[] paths =
        raw.map(Version::files).orElse(List.of()).stream()
            .filter(file -> locations.contains(RawTables.location(file)))
            .map(DataFile::path)
            .toArray(String[]::new);
    var schema = RawTables.schema(feed().shape());
    return paths.length == 0
        ? session.createDataFrame(List.of(), schema)
        : session.read().schema(schema).parquet(paths);
  }
}
