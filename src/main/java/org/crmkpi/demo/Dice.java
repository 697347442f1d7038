package org.crmkpi.demo;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A random stream of one customer and one topic. Only {@link StrictMath} is used, so the numbers
 * are the same on every machine.
 */
final class Dice {
  private final SplittableRandom random;

  private Dice(long state) {
    random = new SplittableRandom(state);
  }

  /** The stream of {@code number} in {@code topic}; topics do not disturb each other. */
  static Dice of(long seed, Topic topic, long number) {
    return new Dice(mix(mix(seed + 31L * topic.salt()) + number));
  }

  /** Uniform in [0, 1). */
  double unit() {
    return random.nextDouble();
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  /** Uniform whole number, both ends included. */
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** An index drawn by weight; the weights are cumulative and end in 1. */
  int weighted(double... cumulative) {
    double drawn = random.nextDouble();
    int index = 0;
    while (index < cumulative.length - 1 && drawn >= cumulative[index]) {
      index++;
    }
    return index;
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1.0 - random.nextDouble());
  }

  /** Log-normal around {@code median} with {@code sigma} on the log scale. */
  double lognormal(double median, double sigma) {
    double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - random.nextDouble()));
    double normal = radius * StrictMath.cos(2.0 * StrictMath.PI * random.nextDouble());
    return median * StrictMath.exp(sigma * normal);
  }

  /** A moment of {@code day} in opening hours, far from the hours that summer time moves. */
  long moment(long day) {
    return day * Times.DAY + random.nextInt(8 * 3600, 20 * 3600);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
