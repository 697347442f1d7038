package org.crmkpi.run;

import java.util.List;

/**
 * What a run would do.
 *
 * @param refusals why its load would be refused; empty when it would not
 */
public record PlannedNight(List<PlannedTable> tables, List<String> refusals) {}
