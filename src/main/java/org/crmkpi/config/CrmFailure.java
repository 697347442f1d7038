package org.crmkpi.config;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A failure with its four parts. The message never carries personal data. */
public final class CrmFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Category category;

  private CrmFailure(Category category, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  /** A failure without an underlying exception. Empty parts are left out of the message. */
  public static CrmFailure of(
      Category category, String where, String what, String evidence, String next) {
    return new CrmFailure(category, message(where, what, evidence, next), null);
  }

  /**
   * A failure that something else caused. The evidence is what the outside world said, where that
   * is behind it: engines wrap it in words of their own.
   */
  public static CrmFailure because(
      Throwable cause, Category category, String where, String what, String next) {
    return new CrmFailure(category, message(where, what, firstLine(root(cause)), next), cause);
  }

  /** Several failures of one run, each said once; whose turn it is says the gravest of them. */
  public static CrmFailure all(List<CrmFailure> failures) {
    CrmFailure gravest =
        failures.stream().max(Comparator.comparing(CrmFailure::category)).orElseThrow();
    String messages =
        failures.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("\n"));
    return new CrmFailure(gravest.category(), messages, gravest.getCause());
  }

  /** Whose turn it is. */
  public Category category() {
    return category;
  }

  private static String message(String where, String what, String evidence, String next) {
    StringBuilder message = new StringBuilder(where).append(": ").append(what);
    if (!evidence.isBlank()) {
      message.append('\n').append("  ").append(evidence.strip().replace("\n", "\n  "));
    }
    if (!next.isBlank()) {
      message.append('\n').append("  Next: ").append(next);
    }
    return message.toString();
  }

  private static Throwable root(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof IOException) {
        return each;
      }
    }
    return cause;
  }

  private static String firstLine(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).strip();
    int end = text.indexOf('\n');
    return cause.getClass().getSimpleName() + ": " + (end < 0 ? text : text.substring(0, end));
  }
}
