package org.crmkpi.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The business rules: every parameter with its value, unit, owner and meaning. */
public record Business(Map<String, Parameter> parameters) {
  /** Reads conf/business.conf. */
  public static Business read(Path file, Problems problems) {
    StrictConf conf = StrictConf.read(file, "conf/business.conf", problems);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (String name : conf.keys()) {
      if (conf.isObject(name)) {
        parameters.put(name, parameter(name, conf.object(name)));
      } else {
        conf.problem(name, "'" + name + "' must be { value, unit, owner, about }");
      }
    }
    return new Business(parameters);
  }

  /**
   * The same rules with other values for some of them.
   *
   * @param where file that states the other values, for problems
   */
  public Business with(Map<String, Object> values, String where, Problems problems) {
    Map<String, Parameter> changed = new LinkedHashMap<>(parameters);
    values.forEach(
        (name, value) -> {
          Parameter known = parameters.get(name);
          if (known == null) {
            problems.add(where, "'" + name + "' is not a parameter of conf/business.conf");
          } else {
            changed.put(name, changed(known, value, where, problems));
          }
        });
    return new Business(changed);
  }

  /** The text value of a parameter that the job itself needs, such as the zone. */
  public String text(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null || !(parameter.value() instanceof String text)) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "conf/business.conf",
          "'" + name + "' is missing or not a text",
          "",
          "add it: name { value = ..., unit = ..., owner = ..., about = ... }");
    }
    return text;
  }

  /** The value of a parameter that is a date; empty when there is none. */
  public Optional<LocalDate> date(String name) {
    return Optional.ofNullable(parameters.get(name))
        .map(Parameter::value)
        .filter(LocalDate.class::isInstance)
        .map(LocalDate.class::cast);
  }

  private static Parameter parameter(String name, StrictConf conf) {
    String unit = conf.text("unit");
    Object value = conf.any("value");
    if (unit.equals("date")) {
      value = date(value, conf);
    } else if (value instanceof List<?> list
        && !list.stream().allMatch(Integer.class::isInstance)
        && !list.stream().allMatch(String.class::isInstance)) {
      conf.problem("value", "a list must have whole numbers only, or texts only");
    }
    Parameter parameter = new Parameter(name, value, unit, conf.text("owner"), conf.text("about"));
    conf.done();
    return parameter;
  }

  private static Object date(Object value, StrictConf conf) {
    try {
      return LocalDate.parse(String.valueOf(value));
    } catch (DateTimeParseException wrong) {
      conf.problem("value", "'" + value + "' is not a date such as 2024-03-31");
      return LocalDate.EPOCH;
    }
  }

  private static Parameter changed(Parameter known, Object value, String where, Problems problems) {
    Object typed =
        known.value() instanceof LocalDate && value instanceof String text
            ? LocalDate.parse(text)
            : value;
    if (!known.value().getClass().equals(typed.getClass())
        && !(known.value() instanceof Number && typed instanceof Number)
        && !(known.value() instanceof List && typed instanceof List)) {
      problems.add(where, "'%s' cannot be %s".formatted(known.name(), value));
      return known;
    }
    return new Parameter(known.name(), typed, known.unit(), known.owner(), known.about());
  }
}
