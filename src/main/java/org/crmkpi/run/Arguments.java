package org.crmkpi.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Business;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;

/** The values of named parameters for one run: the business rules and the as-of date. */
public record Arguments(LocalDate asOf, Business business) {
  /** The only clock of a query: the last business day that counts. */
  public static final String AS_OF = Refresh.AS_OF;

  /** All names that a query may use. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(business.parameters().keySet());
    names.add(AS_OF);
    return names;
  }

  /** The values that a contract asks for, as Spark takes them. */
  public Map<String, Object> of(Contract contract) {
    Map<String, Object> values = new TreeMap<>();
    for (String name : contract.parameters()) {
      if (name.equals(AS_OF)) {
        values.put(name, asOf);
      } else if (business.parameters().containsKey(name)) {
        values.put(name, literal(business.parameters().get(name).value()));
      }
    }
    return values;
  }

  /** All values, as Spark takes them. */
  public Map<String, Object> values() {
    Map<String, Object> values = new TreeMap<>();
    values.put(AS_OF, asOf);
    business
        .parameters()
        .forEach((name, parameter) -> values.put(name, literal(parameter.value())));
    return values;
  }

  /** The same business rules on another day. */
  public Arguments on(LocalDate day) {
    return new Arguments(day, business);
  }

  private static Object literal(Object value) {
    return value instanceof List<?> list
        ? functions.array(list.stream().map(functions::lit).toArray(Column[]::new))
        : value;
  }
}
