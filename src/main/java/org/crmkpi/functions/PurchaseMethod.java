package org.crmkpi.functions;

import java.util.Optional;
import java.util.stream.Stream;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatModel;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A way to expect purchases as a table of parameters names it: a fitted model, or one of the two
 * rates that anybody can give. The parameter of {@code mean_of_segment} is the rate a day, {@code
 * same_rate_as_before} has none.
 */
final class PurchaseMethod {
  private final String name;
  private final double[] parameters;

  /** The method of that name; the parameters are not changed. */
  PurchaseMethod(String name, double[] parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  /** What a customer is known by, in days. */
  record History(double purchases, double lastDay, double observedDays) {}

  /** The method of a row; empty where a part of it is not known. */
  static Optional<PurchaseMethod> of(String name, Seq<Double> parameters) {
    return name == null || parameters == null
        ? Optional.empty()
        : Optional.of(new PurchaseMethod(name, values(parameters)));
  }

  /** An array of SQL as one of Java. */
  static double[] values(Seq<Double> values) {
    return CollectionConverters.asJava(values).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Its parameters, in the order of the model. */
  double[] parameters() {
    return parameters.clone();
  }

  /** The fitted model; empty where the method is a plain rate. */
  Optional<RepeatModel> model() {
    return Stream.of(RepeatKind.values())
        .filter(kind -> kind.tableName().equals(name))
        .findFirst()
        .map(kind -> kind.model(parameters));
  }

  double expectedPurchasesInDays(History of, double days) {
    return model()
        .map(
            model ->
                model.expectedPurchasesInDays(
                    of.purchases(), of.lastDay(), of.observedDays(), days))
        .orElseGet(() -> ratePerDay(of) * days);
  }

  /** The same, each purchase discounted from its day; days may be infinite. */
  double discountedPurchasesInDays(History of, double days, double ratePerYear) {
    return model()
        .map(
            model ->
                model.discountedPurchasesInDays(
                    of.purchases(), of.lastDay(), of.observedDays(), days, ratePerYear))
        .orElseGet(() -> ratePerDay(of) * discountedDays(days, ratePerYear));
  }

  /** The integral of the discount over so many days. */
  private static double discountedDays(double days, double ratePerYear) {
    double force = new Discount(ratePerYear).forcePerDay();
    return force == 0 ? days : -Math.expm1(-force * days) / force;
  }

  private double ratePerDay(History of) {
    return switch (name) {
      case "same_rate_as_before" -> of.purchases() / Math.max(1, of.observedDays());
      case "mean_of_segment" -> parameters[0];
      default -> throw new IllegalArgumentException("no method to expect purchases: " + name);
    };
  }
}
