package org.crmkpi.run;

/**
 * What a commit did to the rows of a table, by their grain.
 *
 * @param added rows that were not there
 * @param corrected rows with other values than before
 * @param deleted rows that are gone
 */
public record RowMoves(long added, long corrected, long deleted) {
  /** In words: {@code 3 added, 1 deleted}. */
  public String words() {
    StringBuilder words = new StringBuilder();
    add(words, added, "added");
    add(words, corrected, "corrected");
    add(words, deleted, "deleted");
    return words.toString();
  }

  private static void add(StringBuilder words, long count, String what) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
