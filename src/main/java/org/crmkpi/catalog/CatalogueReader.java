package org.crmkpi.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.crmkpi.fits.Fits;
import org.crmkpi.table.Chart;
import org.crmkpi.table.ChartReader;
import org.crmkpi.table.Contract;
import org.crmkpi.table.ContractReader;
import org.crmkpi.table.Layer;
import org.crmkpi.table.TableFolder;

/** Finds the folders {@code <layer>/<subject>/<table>} that have a table.conf. */
public final class CatalogueReader {
  private static final String CONTRACT = "table.conf";
  private static final String QUERY = "query.sql";
  private static final String CHARTS = "charts.conf";

  private CatalogueReader() {}

  /** Reads every folder below {@code root}; what is wrong goes to the problems. */
  public static Catalogue read(Path root, Problems problems) {
    return read(root, Fits.shipped(), problems);
  }

  /** The same whose fitted tables name one of these fits. */
  public static Catalogue read(Path root, Fits fits, Problems problems) {
    List<TableFolder> folders = new ArrayList<>();
    Map<String, TableFolder> byName = new HashMap<>();
    for (Layer layer : Layer.values()) {
      for (Path folder : folders(root.resolve(layer.folder()))) {
        TableFolder table = folder(root, layer, folder, problems);
        TableFolder other = byName.put(table.contract().name(), table);
        if (other != null) {
          problems.add(table.shown(CONTRACT), "the name is taken by " + other.folder());
        }
        folders.add(table);
      }
    }
    return new Catalogue(folders, fits);
  }

  private static TableFolder folder(Path root, Layer layer, Path folder, Problems problems) {
    String shown = root.relativize(folder.resolve(CONTRACT)).toString();
    StrictConf conf = StrictConf.read(folder.resolve(CONTRACT), shown, problems);
    String name = folder.getFileName().toString();
    Contract contract = ContractReader.read(name, layer, conf);
    List<Chart> charts = charts(root, folder, problems);
    TableFolder table = new TableFolder(folder, contract, query(folder), charts);
    if (contract.isDerived() != table.query().isPresent()) {
      problems.add(
          shown,
          contract.isDerived()
              ? "there is no query.sql beside it"
              : "the table has a query.sql, but its refresh says that no query fills it");
    }
    return table;
  }

  private static List<Chart> charts(Path root, Path folder, Problems problems) {
    Path file = folder.resolve(CHARTS);
    return Files.exists(file)
        ? ChartReader.read(StrictConf.read(file, root.relativize(file).toString(), problems))
        : List.of();
  }

  private static Optional<String> query(Path folder) {
    Path file = folder.resolve(QUERY);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Path> folders(Path layer) {
    if (!Files.isDirectory(layer)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(layer, 3)) {
      return found.filter(p -> Files.exists(p.resolve(CONTRACT))).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
