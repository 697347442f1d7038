package org.crmkpi.clv.numeric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums over many items, side by side on all cores. The items are cut into chunks of a fixed size
 * and the chunks are added in their order, so the result does not depend on the number of cores.
 */
public final class ChunkedSum {
  private static final int CHUNK = 8192;

  private ChunkedSum() {}

  /** Adds the terms of the items {@code from} to {@code to}, exclusive, to {@code sums}. */
  @FunctionalInterface
  public interface Terms {
    /** Adds the terms of a range of items. */
    void add(int from, int to, double[] sums);
  }

  /** The sums over the items 0 to {@code items}, as many as {@code width}. */
  public static double[] of(int items, int width, Terms terms) {
    int chunks = (items + CHUNK - 1) / CHUNK;
    List<double[]> parts =
        IntStream.range(0, chunks).parallel().mapToObj(i -> part(i, items, width, terms)).toList();
    return IntStream.range(0, width).mapToDouble(column -> total(parts, column)).toArray();
  }

  private static double[] part(int chunk, int items, int width, Terms terms) {
    double[] sums = new double[width];
    int from = chunk * CHUNK;
    terms.add(from, Math.min(items, from + CHUNK), sums);
    return sums;
  }

  private static double total(List<double[]> parts, int column) {
    CompensatedSum sum = new CompensatedSum();
    parts.forEach(part -> sum.add(part[column]));
    return sum.value();
  }
}
