package org.crmkpi.delta;

import java.util.Iterator;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArray;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArrayFormat;

/** Positions of rows in a file, compressed: about two bytes each, as deletion vectors hold them. */
public final class Positions {
  private final RoaringBitmapArray bits;

  private Positions(RoaringBitmapArray bits) {
    this.bits = bits;
  }

  /** Some positions, counted from 0. */
  public static Positions of(Iterator<Long> positions) {
    RoaringBitmapArray bits = new RoaringBitmapArray();
    positions.forEachRemaining(bits::add);
    return new Positions(bits);
  }

  /** Positions as {@link #bytes} packs them. */
  public static Positions read(byte[] bytes) {
    return new Positions(RoaringBitmapArray.readFrom(bytes));
  }

  /** The positions in the format of the Delta protocol. */
  public byte[] bytes() {
    bits.runOptimize();
    return bits.serializeAsByteArray(RoaringBitmapArrayFormat.Portable());
  }

  /** How many there are. */
  public long count() {
    return bits.cardinality();
  }

  /** The positions that are here or there. */
  Positions and(Positions more) {
    RoaringBitmapArray both = bits.copy();
    both.or(more.bits);
    return new Positions(both);
  }

  boolean contains(long position) {
    return bits.contains(position);
  }
}
