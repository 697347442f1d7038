package org.crmkpi.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a table follows its inputs. */
public sealed interface Refresh {
  /** The parameter that is the only clock of a query. */
  String AS_OF = "as_of";

  /**
   * Columns whose values name the part of an input that one part of this table depends on; empty
   * where the whole table depends on all of it.
   */
  default List<String> key() {
    return List.of();
  }

  /**
   * By input: a query that names the keys which changed rows of that input touch, for inputs that
   * do not have the key themselves. It reads {@code changes}, the rows of the input before and
   * after, and all inputs of the table. The entry {@code as_of} names the keys that a move of the
   * date from {@code :previous_as_of} to {@code :as_of} touches.
   */
  default Map<String, String> through() {
    return Map.of();
  }

  /**
   * True when the rows of an input are told apart by the key.
   *
   * @param columns of the input
   */
  default boolean isKeyed(String input, String[] columns) {
    return !through().containsKey(input) && List.of(columns).containsAll(key());
  }

  /**
   * By input: a query that names the rows of that input which some keys need, as values of columns
   * of the input. It reads {@code keys} and the inputs, those that have the key restricted to it.
   */
  default Map<String, String> needs() {
    return Map.of();
  }

  /** Small results over compact inputs: computed anew. */
  record Rebuild() implements Refresh {}

  /** Every output row depends only on input rows with its key, and has the key itself. */
  record ByKey(List<String> key, Map<String, String> through, Map<String, String> needs)
      implements Refresh {}

  /**
   * Every output row is a sum over keys: what the rows of one key add to it depends only on them.
   * The table moves by what the changed keys add now less what they added before.
   *
   * @param counted column that counts the added rows; a row that nothing is added to any more goes
   */
  record Summed(
      List<String> key, String counted, Map<String, String> through, Map<String, String> needs)
      implements Refresh {}

  /**
   * Parameters that a fit finds in the summary which the query gives.
   *
   * <p>Which fit is in force depends on the as-of date and on the rows of the inputs, never on what
   * the table holds: fits lie on days of a fixed grid, and {@code :as_of} of the query is the day
   * of the fit. So the table is computed again from raw like any other, a past as-of date gives the
   * rows of that time, and no parameter comes from later data. A rule that counts days since the
   * last fit, or that puts up with small corrections, would remember which nights were run: two
   * warehouses of the same raw rows would differ. A correction that reaches back to the day of the
   * fit therefore fits again however small it is; rows dated later do not.
   *
   * @param fit its name among the fits of the job
   * @param counted column of the summary that counts cases
   * @param refitAfterDays from one regular fit to the next
   * @param refitShare the number of cases differs by at least this share from that of the regular
   *     fit: the fit of the last weekly look is in force until the next regular one
   */
  record Fitted(String fit, String counted, int refitAfterDays, Optional<Double> refitShare)
      implements Refresh {}

  /**
   * An entity that the mapping SQL of the sources fills.
   *
   * @param historyOf the entity whose mapping fills it, over all that was ever delivered; empty for
   *     an entity of its own, which is as it was delivered last
   */
  record Load(Optional<String> historyOf) implements Refresh {
    /** An entity of its own. */
    public Load() {
      this(Optional.empty());
    }
  }

  /** Written by the runner itself. */
  record Recorded() implements Refresh {}
}
