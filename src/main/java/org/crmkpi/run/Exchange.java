package org.crmkpi.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.Change.Marked;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.Positions;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.TableState;

/**
 * Puts rows in the place of others. A file of crm_core that loses few rows is marked with a
 * deletion vector and stays; one that loses many, and every one of crm_kpi, whose readers need not
 * know of vectors, is written again without them. Small files are gathered when they become many.
 */
final class Exchange {
  /** Above this share of deleted rows a file is written again. */
  private static final double MOST_DELETED = 0.2;

  private static final long SMALL_ROWS = 100_000;
  private static final int MANY_SMALL_FILES = 12;

  private final SparkSession session;
  private final Contract contract;
  private final TableState state;
  private final Difference difference;

  Exchange(SparkSession session, Contract contract, TableState state, Difference difference) {
    this.session = session;
    this.contract = contract;
    this.state = state;
    this.difference = difference;
  }

  /**
   * Writes what must be written and gives the change to commit.
   *
   * @param attempt a name that no other attempt of this table uses
   */
  Change change(String attempt, Map<String, String> facts) {
    Map<String, Positions> places = difference.places(session);
    Set<DataFile> rewritten = rewritten(places);
    List<Marked> marked = new ArrayList<>();
    for (DataFile file : state.version().files()) {
      if (places.containsKey(file.name()) && !rewritten.contains(file)) {
        marked.add(new Marked(file, places.get(file.name())));
      }
    }
    Dataset<Row> rows = difference.gained(session);
    Effort.forRows(
        session, difference.rows().rowCount() + rewritten.stream().mapToLong(DataFile::rows).sum());
    if (!rewritten.isEmpty()) {
      rows = kept(List.copyOf(rewritten)).unionAll(rows);
    }
    return Change.exchange(
        state.table().stage(rows, attempt, contract.clustering()),
        List.copyOf(rewritten),
        marked,
        facts);
  }

  private Set<DataFile> rewritten(Map<String, Positions> places) {
    Set<DataFile> rewritten = new HashSet<>();
    List<DataFile> small = new ArrayList<>();
    for (DataFile file : state.version().files()) {
      Positions lost = places.get(file.name());
      if (lost != null && !mayBeMarked(file, lost.count())) {
        rewritten.add(file);
      } else if (file.rows() < SMALL_ROWS) {
        small.add(file);
      }
    }
    if (small.size() >= MANY_SMALL_FILES) {
      rewritten.addAll(small);
    }
    return rewritten;
  }

  private boolean mayBeMarked(DataFile file, long lost) {
    return contract.layer() == Layer.CORE
        && file.writtenRows() - file.rows() + lost <= MOST_DELETED * file.writtenRows();
  }

  private Dataset<Row> kept(List<DataFile> files) {
    Dataset<Row> lost = difference.lost(session).select(Keys.columns(contract.grain()));
    return Keys.without(state.version().read(session, files), lost);
  }
}
