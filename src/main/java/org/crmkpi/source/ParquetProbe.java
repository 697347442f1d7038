package org.crmkpi.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Looks at the footer of a Parquet file. */
final class ParquetProbe {
  private ParquetProbe() {}

  static FileProbe of(Path file, FileShape shape) throws IOException {
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    try (var footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration(false)))) {
      List<Type> fields = footer.getFooter().getFileMetaData().getSchema().getFields();
      Header header = Header.of(shape, fields.stream().map(Type::getName).toList());
      List<String> refusals = new ArrayList<>(FileProbe.refusals(header));
      refusals.addAll(typeRefusals(fields, shape));
      refusals.addAll(keyRefusals(fields, shape));
      return new FileProbe(footer.getRecordCount() > 0, header.extra(), refusals, Optional.empty());
    } catch (RuntimeException broken) {
      return FileProbe.damaged("not a whole Parquet file");
    }
  }

  private static List<String> typeRefusals(List<Type> fields, FileShape shape) {
    List<String> wanted =
        shape.allColumns().stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    return fields.stream()
        .filter(field -> wanted.contains(field.getName().toLowerCase(Locale.ROOT)))
        .filter(field -> !hasText(field))
        .map(field -> "column %s cannot be read as text: %s".formatted(field.getName(), field))
        .toList();
  }

  /** Of a long id, a binary fraction has only the first digits left. */
  private static List<String> keyRefusals(List<Type> fields, FileShape shape) {
    return fields.stream()
        .filter(field -> shape.key().stream().anyMatch(field.getName()::equalsIgnoreCase))
        .filter(field -> isFraction(field))
        .map(field -> "key %s is a fraction, which has no exact text".formatted(field.getName()))
        .toList();
  }

  private static boolean isFraction(Type field) {
    return field.isPrimitive()
        && List.of(PrimitiveTypeName.DOUBLE, PrimitiveTypeName.FLOAT)
            .contains(field.asPrimitiveType().getPrimitiveTypeName());
  }

  private static boolean hasText(Type field) {
    if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveTypeName primitive = field.asPrimitiveType().getPrimitiveTypeName();
    boolean isBytes =
        primitive == PrimitiveTypeName.BINARY
            || primitive == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    var annotation = field.getLogicalTypeAnnotation();
    return !isBytes
        || annotation instanceof StringLogicalTypeAnnotation
        || annotation instanceof EnumLogicalTypeAnnotation
        || annotation instanceof DecimalLogicalTypeAnnotation;
  }
}
