package org.crmkpi.source;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source: what it delivers and how that maps to entities.
 *
 * @param folder its folder below conf/sources
 * @param directory where its files are
 * @param zone how its timestamps without an offset are read; empty for the business zone
 * @param businessOverrides parameters of business.conf that this source needs another value of
 * @param keys columns that hold keys of other sources
 * @param mappings mapping SQL by entity, and the SQL of views that it reads by their names
 */
public record Source(
    String name,
    String about,
    Path folder,
    Path directory,
    Optional<ZoneId> zone,
    Map<String, Object> businessOverrides,
    List<Feed> feeds,
    List<KeyOf> keys,
    Map<String, String> mappings) {

  /** The name of the source whose keys a column holds: its own, unless it says another. */
  String keysOf(String entity, String column) {
    return keys.stream()
        .filter(key -> key.isOf(entity, column))
        .map(KeyOf::source)
        .findFirst()
        .orElse(name);
  }

  /** The name of one of its files as messages show it. */
  String shown(String file) {
    return "conf/sources/" + name + "/" + file;
  }
}
