package org.crmkpi.clv.fit;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.crmkpi.clv.numeric.SignificantDigits;

/**
 * The fitted parameters of a model. Figures are rounded to the digits of {@link SignificantDigits},
 * so that the same data gives equal estimates whatever its order.
 *
 * @param model the name of the model
 * @param names the names of the parameters, in the order of the values
 * @param values the parameters, all positive
 * @param logCovariance the covariances of the logarithms of the parameters, row by row
 * @param logLikelihood the log-likelihood at the values
 * @param converged whether this is a maximum whose parameters are determined by the data; where
 *     not, the values are the last point seen
 * @param cases how many customers the estimate rests on
 */
public record Estimate(
    String model,
    List<String> names,
    List<Double> values,
    List<List<Double>> logCovariance,
    double logLikelihood,
    boolean converged,
    long cases) {

  public Estimate {
    if (names.size() != values.size() || names.size() != logCovariance.size()) {
      throw new IllegalArgumentException("%s: %s does not fit %s".formatted(model, names, values));
    }
    names = List.copyOf(names);
    values = rounded(values, SignificantDigits.OF_PARAMETERS);
    logCovariance =
        logCovariance.stream().map(row -> rounded(row, SignificantDigits.OF_VARIANCES)).toList();
    logLikelihood = SignificantDigits.round(logLikelihood, SignificantDigits.OF_LIKELIHOODS);
  }

  /** The standard error of a parameter on its own scale, by the delta method. */
  public double standardError(int parameter) {
    return values.get(parameter) * Math.sqrt(logCovariance.get(parameter).get(parameter));
  }

  /** The interval of a parameter. */
  public Range range(int parameter) {
    return Range.around(values.get(parameter), standardError(parameter), Range.Scale.LOG);
  }

  /** The interval of a figure that follows from the parameters, by the delta method. */
  public Range range(ToDoubleFunction<double[]> figure, Range.Scale scale) {
    return Range.around(figure.applyAsDouble(parameters()), standardError(figure), scale);
  }

  /** The standard error of a figure that follows from the parameters, by the delta method. */
  public double standardError(ToDoubleFunction<double[]> figure) {
    double[] covariance =
        logCovariance.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    return DeltaMethod.standardError(parameters(), covariance, figure);
  }

  /** The parameters as an array. */
  public double[] parameters() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> rounded(List<Double> values, int digits) {
    return values.stream().map(value -> SignificantDigits.round(value, digits)).toList();
  }
}
