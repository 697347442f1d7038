package org.crmkpi.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.crmkpi.config.StrictConf;

/** Reads a table.conf; what is wrong with it goes to the problems of the reader it is given. */
public final class ContractReader {
  private final StrictConf conf;

  private ContractReader(StrictConf conf) {
    this.conf = conf;
  }

  /** Reads the whole contract of the table {@code name}. */
  public static Contract read(String name, Layer layer, StrictConf conf) {
    return new ContractReader(conf).contract(name, layer);
  }

  private Contract contract(String name, Layer layer) {
    String owner = conf.text("owner");
    List<Column> columns = conf.objects("columns").stream().map(ContractReader::column).toList();
    Contract contract =
        new Contract(
            name,
            layer,
            conf.text("about"),
            owner,
            conf.texts("grain"),
            conf.texts("inputs"),
            RefreshReader.read(conf),
            conf.optionalText("dated_by"),
            conf.optionalText("clustered_by"),
            conf.optionalTexts("parameters"),
            columns,
            conf.objects("checks").stream().map(ContractReader::check).toList(),
            conf.objects("kpis").stream()
                .map(each -> KpiReader.read(each, owner, columns))
                .toList(),
            conf.whole("version"),
            conf.texts("history"));
    conf.done();
    crossCheck(contract);
    return contract;
  }

  private static Column column(StrictConf conf) {
    DataType type = type(conf);
    Column column =
        new Column(
            conf.text("name"),
            type,
            conf.flag("nullable", false),
            conf.flag("key", false),
            conf.text("unit", ""),
            choice(conf, "personal", PersonalData.class, PersonalData.NONE),
            conf.text("about"));
    if (type instanceof NumericType && column.unit().isBlank()) {
      conf.problem("name", "column " + column.name() + " is a number without a unit");
    }
    conf.done();
    return column;
  }

  private static DataType type(StrictConf conf) {
    String type = conf.text("type");
    try {
      return DataType.fromDDL(type);
    } catch (Exception unknown) {
      conf.problem("type", "unknown column type '" + type + "'");
      return DataTypes.StringType;
    }
  }

  private static Check check(StrictConf conf) {
    String name = conf.text("name");
    Check check =
        new Check(
            name,
            conf.text("sql"),
            choice(conf, "severity", Check.Severity.class, Check.Severity.STOP),
            conf.text("about", name.replace('_', ' ')));
    conf.done();
    return check;
  }

  static <E extends Enum<E>> E choice(StrictConf conf, String key, Class<E> type, E otherwise) {
    Optional<String> text = conf.optionalText(key);
    for (E each : type.getEnumConstants()) {
      if (text.filter(each.name().toLowerCase(Locale.ROOT)::equals).isPresent()) {
        return each;
      }
    }
    text.ifPresent(other -> conf.problem(key, "'" + other + "' is not a known " + key));
    return otherwise;
  }

  private void crossCheck(Contract contract) {
    List<String> named = new ArrayList<>(contract.grain());
    contract.datedBy().ifPresent(named::add);
    contract.clusteredBy().ifPresent(named::add);
    if (contract.refresh() instanceof Refresh.ByKey keyed) {
      named.addAll(keyed.key());
    }
    if (contract.refresh() instanceof Refresh.Summed summed) {
      named.add(summed.counted());
      contract.columns().stream()
          .filter(column -> !contract.grain().contains(column.name()))
          .filter(column -> !(column.type() instanceof IntegralType))
          .forEach(
              column ->
                  conf.problem("refresh", column.name() + " is no whole number: it has no sum"));
    }
    named.stream()
        .filter(name -> contract.column(name).isEmpty())
        .forEach(name -> conf.problem("columns", "'" + name + "' is not a column"));
    duplicates(contract.columns().stream().map(Column::name).toList())
        .forEach(name -> conf.problem("columns", "column '" + name + "' is stated twice"));
  }

  private static List<String> duplicates(List<String> names) {
    return IntStream.range(0, names.size())
        .filter(i -> names.indexOf(names.get(i)) < i)
        .mapToObj(names::get)
        .toList();
  }
}
