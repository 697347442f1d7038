package org.crmkpi.demo;

/** Cents as the text of an amount. */
final class Money {
  private Money() {}

  /** {@code -12.05} for -1205. */
  static String text(long cents) {
    long units = Math.abs(cents);
    long rest = units % 100;
    return (cents < 0 ? "-" : "") + units / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}
