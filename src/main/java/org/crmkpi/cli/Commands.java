package org.crmkpi.cli;

import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands, and gives the clock to those that need it. */
final class Commands implements IFactory {
  private final Clock clock;

  Commands(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == Clock.class) {
      return type.cast(clock);
    }
    for (var constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Clock.class) {
        return type.cast(constructor.newInstance(clock));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
