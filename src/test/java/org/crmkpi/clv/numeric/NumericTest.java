package org.crmkpi.clv.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Series, integrals and sums against what is known of them in closed form. */
class NumericTest {
  private static final Percentage TWELVE_DIGITS = Percentage.withPercentage(1e-10);

  @Property
  void theSeriesIsElementaryWhereTheFunctionIs(
      @ForAll @DoubleRange(min = 0.1, max = 20) double a,
      @ForAll @DoubleRange(min = 0.1, max = 20) double b,
      @ForAll @DoubleRange(min = 0, max = 0.98) double z) {
    assertThat(Hypergeometric.series(a, b, b, z)).isCloseTo(Math.pow(1 - z, -a), TWELVE_DIGITS);
    double logarithm = z == 0 ? 1 : -Math.log1p(-z) / z;
    assertThat(Hypergeometric.series(1, 1, 2, z)).isCloseTo(logarithm, TWELVE_DIGITS);
  }

  @Property
  void bothSidesOfEulersTransformationAreEqual(
      @ForAll @DoubleRange(min = 0.1, max = 30) double a,
      @ForAll @DoubleRange(min = 0.1, max = 10) double b,
      @ForAll @DoubleRange(min = 0.01, max = 10) double c,
      @ForAll @DoubleRange(min = 0, max = 0.9) double z) {
    double plain = Math.pow(1 - z, a) * Hypergeometric.series(a, b, b + c, z);

    assertThat(Hypergeometric.damped(a, b, b + c, z))
        .isCloseTo(plain, within(1e-10 + 1e-9 * plain));
  }

  @Test
  void aHugePowerDoesNotOverflow() {
    assertThat(Hypergeometric.damped(5000, 3, 3, 0.9)).isCloseTo(1, within(1e-9));
    assertThat(Hypergeometric.damped(3, 5000, 5000, 0.9)).isCloseTo(1, within(1e-9));
    assertThat(Hypergeometric.damped(800, 800, 800, 0.9)).isCloseTo(1, within(1e-9));
  }

  @Test
  void anArgumentOutsideOfTheSeriesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hypergeometric.series(1, 1, 1, 1))
        .withMessageContaining("z = 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> Hypergeometric.series(1, 1, -0.5, 0.5));
  }

  /** With p = 1 it is ((1 - z)^(1 - b) - 1) / ((b - 1) z). */
  @Property
  void theIncompleteBetaFunctionIsElementaryWhereItsIntegralIs(
      @ForAll @DoubleRange(min = 0.1, max = 14) double logB,
      @ForAll @DoubleRange(min = -9, max = -0.01) double digits) {
    double b = Math.exp(logB);
    double rest = Math.pow(10, digits);
    double power = (1 - b) * Math.log(rest);
    double exact = power + Math.log(-Math.expm1(-power) / (b - 1) / (1 - rest));

    assertThat(IncompleteBeta.of(1, b, 1 - rest, rest).log()).isCloseTo(exact, TWELVE_DIGITS);
  }

  @Property
  void theSeriesAndThePanelsOfTheIncompleteBetaFunctionAreContinuous(
      @ForAll @DoubleRange(min = 0.2, max = 5000) double p,
      @ForAll @DoubleRange(min = 0.2, max = 5000) double b) {
    double step = 1e-9;
    double z = (600 - 35) / (600 + b);
    IncompleteBeta series = IncompleteBeta.of(p, b, z - step, 1 - z + step);
    IncompleteBeta panels = IncompleteBeta.of(p, b, z + step, 1 - z - step);

    assertThat(panels.log())
        .isCloseTo(
            series.log() + 2 * step * series.byZ(), within(1e-12 * (1 + Math.abs(series.log()))));
    Percentage near = Percentage.withPercentage(1e-3);
    assertThat(panels.byP()).isCloseTo(series.byP(), near);
    assertThat(panels.byB()).isCloseTo(series.byB(), near);
    assertThat(panels.byZ()).isCloseTo(series.byZ(), near);
  }

  @Property
  void theIncompleteBetaFunctionHasTheSlopesThatItSays(
      @ForAll @DoubleRange(min = 0.5, max = 200) double p,
      @ForAll @DoubleRange(min = 0.5, max = 60) double b,
      @ForAll @DoubleRange(min = -6, max = -0.05) double digits) {
    double rest = Math.pow(10, digits);
    double step = 1e-5;
    double z = 1 - rest;
    IncompleteBeta at = IncompleteBeta.of(p, b, z, rest);
    double byRest = step * rest;

    assertThat(slope(of(p + step, b, rest), of(p - step, b, rest), step))
        .isCloseTo(at.byP(), near(at.byP()));
    assertThat(slope(of(p, b + step, rest), of(p, b - step, rest), step))
        .isCloseTo(at.byB(), near(at.byB()));
    assertThat(slope(of(p, b, rest - byRest), of(p, b, rest + byRest), byRest))
        .isCloseTo(at.byZ(), near(at.byZ()));
  }

  private static double of(double p, double b, double rest) {
    return IncompleteBeta.of(p, b, 1 - rest, rest).log();
  }

  private static Offset<Double> near(double slope) {
    return within(1e-6 + 1e-4 * Math.abs(slope));
  }

  private static double slope(double above, double below, double step) {
    return (above - below) / (2 * step);
  }

  @Property
  void theIntegralOfAPowerIsExact(
      @ForAll @DoubleRange(min = 0.2, max = 4) double power,
      @ForAll @DoubleRange(min = 1, max = 500) double scale,
      @ForAll @DoubleRange(min = 0.1, max = 20_000) double end) {
    double exact = scale / power * -Math.expm1(-power * Math.log1p(end / scale));

    double integral = Quadrature.integral(t -> Math.pow(1 + t / scale, -power - 1), scale, end);

    assertThat(integral).isCloseTo(exact, TWELVE_DIGITS);
  }

  @Test
  void aDiscountedIntegralIsExactFarOut() {
    double force = Math.log(1.1) / 365.25;

    double integral = Quadrature.integral(t -> Math.exp(-force * t), 50, 37 / force);

    assertThat(integral).isCloseTo(1 / force, Percentage.withPercentage(1e-7));
  }

  @Test
  void smallTermsAreNotLostBesideLargeOnes() {
    CompensatedSum sum = new CompensatedSum();

    sum.add(1e16);
    for (int i = 0; i < 1000; i++) {
      sum.add(1);
    }
    sum.add(-1e16);

    assertThat(sum.value()).isEqualTo(1000);
  }

  @Test
  void aSumOverChunksHasEveryItemOnce() {
    double[] sums =
        ChunkedSum.of(
            100_000,
            2,
            (from, to, parts) -> {
              for (int i = from; i < to; i++) {
                parts[0] += i;
                parts[1] += 1;
              }
            });

    assertThat(sums).containsExactly(99_999 * 50_000.0, 100_000);
  }

  @Test
  void digitsAreCountedFromTheFirstThatIsNotZero() {
    assertThat(SignificantDigits.round(0.00123456789, 4)).isEqualTo(0.001235);
    assertThat(SignificantDigits.round(-98765.4321, 4)).isEqualTo(-98770);
    assertThat(SignificantDigits.round(Double.NaN, 4)).isNaN();
  }
}
