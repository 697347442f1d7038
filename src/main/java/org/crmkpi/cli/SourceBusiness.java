package org.crmkpi.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crmkpi.config.Business;
import org.crmkpi.config.Problems;
import org.crmkpi.source.Source;

/**
 * The business rules of a run: business.conf, over it what the sources ask for, over that what the
 * environment says. Sources that ask for different values must be settled by the environment.
 */
final class SourceBusiness {
  private SourceBusiness() {}

  static Business of(Project project, List<Source> sources, Problems problems) {
    Map<String, Object> environment = project.settings().business();
    Map<String, Object> asked = new TreeMap<>();
    for (Source source : sources) {
      source
          .businessOverrides()
          .forEach(
              (name, value) -> {
                Object other = asked.putIfAbsent(name, value);
                if (other != null && !other.equals(value) && !environment.containsKey(name)) {
                  problems.add(
                      "conf/sources/" + source.name() + "/source.conf",
                      "%s is %s, another source of this run says %s; set business.%s in conf/env"
                          .formatted(name, value, other, name));
                }
              });
    }
    return project
        .business()
        .with(asked, "conf/sources", problems)
        .with(environment, "conf/env", problems);
  }
}
