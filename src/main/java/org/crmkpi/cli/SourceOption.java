package org.crmkpi.cli;

import org.crmkpi.source.SourceRequest;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code NAME} or {@code NAME=DIR}. */
final class SourceOption implements ITypeConverter<SourceRequest> {
  @Override
  public SourceRequest convert(String text) {
    return SourceRequest.parse(text);
  }
}
