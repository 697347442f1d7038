package org.crmkpi.source;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Layer;

/** The tables of crm_raw: every declared column as text, and where each row comes from. */
record RawTables(String root, Configuration hadoop, Fence fence) {
  static final String FILE = "_file";
  static final String CONTENT = "_content";
  static final String DELIVERY = "_delivery";
  static final String ROW = "_row";
  static final String ERROR = "_error";
  static final String TEXT = "_text";
  static final String LOAD_ID = "_load_id";
  static final String LOADED_AT = "_loaded_at";

  private static final Pattern NOT_STORED = Pattern.compile("[ ,;{}()=]");
  private static final Pattern LOCATION = Pattern.compile("data/[^/]+/(part-\\d+|\\d+/)");

  DeltaTable table(String name) {
    return DeltaTable.at(root + "/" + Layer.RAW.schema() + "/" + name, hadoop, fence);
  }

  /**
   * The column of a raw table that holds a column of its feed: a table of files cannot have every
   * name that people give, so the characters that it cannot have are spelled as their numbers.
   */
  static String column(String name) {
    return NOT_STORED
        .matcher(name)
        .replaceAll(found -> "_x%02x_".formatted((int) found.group().charAt(0)));
  }

  /** Columns of the raw table of a feed. */
  static StructType schema(FileShape shape) {
    StructType schema = new StructType();
    for (String column : shape.allColumns()) {
      schema = schema.add(column(column), DataTypes.StringType);
    }
    return schema
        .add(FILE, DataTypes.StringType)
        .add(CONTENT, DataTypes.StringType)
        .add(DELIVERY, DataTypes.StringType)
        .add(ROW, DataTypes.LongType)
        .add(ERROR, DataTypes.StringType)
        .add(TEXT, DataTypes.StringType)
        .add(LOAD_ID, DataTypes.StringType)
        .add(LOADED_AT, DataTypes.TimestampType);
  }

  /** Why a row without a column of the key cannot count. */
  static String missingKey(String column) {
    return "the key " + column + " is missing";
  }

  /** Where a data file lies below its table, as the register names it. */
  static String location(DataFile file) {
    String path = file.path();
    int data = path.lastIndexOf("/data/");
    Matcher matcher = LOCATION.matcher(path.substring(data + 1));
    return data >= 0 && matcher.lookingAt() ? matcher.group() : path;
  }

  /** All locations that readers of the newest version see. */
  static Set<String> locations(Optional<Version> newest) {
    Set<String> locations = new HashSet<>();
    newest.map(Version::files).orElse(List.of()).forEach(file -> locations.add(location(file)));
    return locations;
  }
}
