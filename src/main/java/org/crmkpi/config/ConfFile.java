package org.crmkpi.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parses one file of settings: a small one that reads no other file. */
public final class ConfFile {
  private static final long MOST_BYTES = 1_000_000;

  private static final ConfigParseOptions OPTIONS =
      ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new NoInclude());

  private ConfFile() {}

  /** The file, unresolved; one that is missing, too large or wrong is a problem and empty. */
  static Config parse(Path path, String shown, Problems problems) {
    if (!Files.isRegularFile(path)) {
      problems.add(shown, "the file is missing");
      return ConfigFactory.empty();
    }
    if (isTooLarge(path, shown, problems)) {
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(path.toFile(), OPTIONS);
    } catch (ConfigException wrong) {
      problems.add(shown, "does not parse: " + wrong.getMessage());
    } catch (StackOverflowError nested) {
      problems.add(shown, "does not parse: it is nested too deeply");
    }
    return ConfigFactory.empty();
  }

  /** True when nobody wrote this file by hand; that is a problem. */
  public static boolean isTooLarge(Path path, String shown, Problems problems) {
    try {
      long bytes = Files.size(path);
      if (bytes > MOST_BYTES) {
        problems.add(shown, "has %d bytes, more than %d".formatted(bytes, MOST_BYTES));
      }
      return bytes > MOST_BYTES;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static final class NoInclude
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder usual) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return refused(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return refused(what);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return refused(what);
    }

    private static ConfigObject refused(Object what) {
      throw new ConfigException.Generic("include of " + what + "; a file includes no other");
    }
  }
}
