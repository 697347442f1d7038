package org.crmkpi.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where the columns of a feed stand in a file: matched by name, whatever the order and the case.
 *
 * @param width number of columns of the file
 * @param places place of each column of the feed, -1 for an optional one that is not there
 * @param missing columns of the feed that the file should have and has not
 * @param twice columns of the feed that the file has more than once
 * @param extra columns of the file that the feed does not know
 */
record Header(
    int width, List<Integer> places, List<String> missing, List<String> twice, List<String> extra) {

  static Header of(FileShape shape, List<String> found) {
    List<String> names = found.stream().map(String::strip).toList();
    List<String> folded = names.stream().map(Header::folded).toList();
    List<String> missing = new ArrayList<>(shape.columns());
    missing.removeIf(column -> folded.contains(folded(column)));
    List<String> twice = new ArrayList<>(shape.allColumns());
    twice.removeIf(column -> isOnce(names, folded, column));
    List<Integer> places =
        shape.allColumns().stream().map(column -> place(names, folded, column)).toList();
    List<String> extra =
        IntStream.range(0, names.size())
            .filter(i -> !places.contains(i))
            .mapToObj(found::get)
            .toList();
    return new Header(found.size(), places, missing, twice, extra);
  }

  /** Of names that differ in case only, the one that is written as the feed writes it. */
  private static int place(List<String> names, List<String> folded, String column) {
    int exact = names.indexOf(column);
    return exact >= 0 ? exact : folded.indexOf(folded(column));
  }

  private static boolean isOnce(List<String> names, List<String> folded, String column) {
    boolean isExact = names.contains(column);
    return isExact
        ? names.indexOf(column) == names.lastIndexOf(column)
        : folded.indexOf(folded(column)) == folded.lastIndexOf(folded(column));
  }

  /** The columns of the feed out of the fields of a record. */
  List<String> pick(List<String> fields) {
    String[] values = new String[places.size()];
    for (int i = 0; i < values.length; i++) {
      int place = places.get(i);
      values[i] = place < 0 ? null : fields.get(place);
    }
    return Arrays.asList(values);
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
