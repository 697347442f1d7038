package org.crmkpi.delta;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.filter2.predicate.Statistics;
import org.apache.parquet.filter2.predicate.UserDefinedPredicate;
import org.apache.parquet.io.api.Binary;

/**
 * Whether a page can hold one of some texts, by its smallest and largest value. One look into a
 * sorted list for each page; an OR of equalities costs Parquet a look at the pages for each text.
 */
final class AnyOf extends UserDefinedPredicate<Binary> implements Serializable {
  private static final long serialVersionUID = 1;

  /** In UTF-8, by their unsigned bytes, which is how Parquet orders text. */
  private final byte[][] values;

  AnyOf(List<String> values) {
    this.values =
        values.stream()
            .map(value -> value.getBytes(StandardCharsets.UTF_8))
            .sorted(Arrays::compareUnsigned)
            .toArray(byte[][]::new);
  }

  @Override
  public boolean keep(Binary value) {
    return value != null && placeOf(value) >= 0;
  }

  @Override
  public boolean canDrop(Statistics<Binary> page) {
    int place = placeOf(page.getMin());
    int next = place >= 0 ? place : -place - 1;
    return next == values.length
        || Arrays.compareUnsigned(values[next], page.getMax().getBytesUnsafe()) > 0;
  }

  @Override
  public boolean inverseCanDrop(Statistics<Binary> page) {
    return false;
  }

  private int placeOf(Binary value) {
    return Arrays.binarySearch(values, value.getBytesUnsafe(), Arrays::compareUnsigned);
  }
}
