package org.crmkpi.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.crmkpi.source.SourceRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME} or {@code NAME=DIR}. */
final class SourceOption implements ITypeConverter<SourceRequest> {
  @Override
  public SourceRequest convert(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new TypeConversionException(
          "'" + name + "' is not the name of a source: lower-case letters, digits and _");
    }
    return new SourceRequest(
        name, equals < 0 ? Optional.empty() : Optional.of(Path.of(text.substring(equals + 1))));
  }
}
