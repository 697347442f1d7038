package org.crmkpi.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads conf/goals.conf. A goal is refused unless it is specific (one KPI, one slice), measurable
 * (one number) and bounded in time (a deadline after its start).
 */
public final class GoalsReader {
  private static final String SHOWN = "conf/goals.conf";
  private static final String WHOLE = "all";

  /** The kinds of the table periods. */
  private static final Set<String> KINDS =
      Set.of(
          "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year", "rolling_12_months");

  private final Problems problems;
  private final Set<String> names = new HashSet<>();

  private GoalsReader(Problems problems) {
    this.problems = problems;
  }

  /** The goals of the file; none when there is no file. What is wrong goes to the problems. */
  public static List<Goal> read(Path file, Problems problems) {
    if (!Files.exists(file)) {
      return List.of();
    }
    StrictConf conf = StrictConf.read(file, SHOWN, problems);
    GoalsReader reader = new GoalsReader(problems);
    List<Goal> goals = conf.objects("goals").stream().map(reader::goal).toList();
    conf.done();
    return goals;
  }

  private Goal goal(StrictConf conf) {
    Goal goal =
        new Goal(
            conf.text("name"),
            conf.text("about"),
            conf.text("owner"),
            conf.text("kpi"),
            conf.text("dimension", WHOLE),
            conf.text("dimension_value", WHOLE),
            conf.text("period_kind"),
            day(conf, "starts_on"),
            number(conf, "baseline"),
            number(conf, "target"),
            number(conf, "target_change"),
            day(conf, "deadline_on"),
            conf.texts("actions"),
            conf.where());
    conf.done();
    if (!names.add(goal.name())) {
      problems.add(conf.where("name"), "there are two goals '" + goal.name() + "'");
    }
    if (goal.target().isPresent() == goal.targetChange().isPresent()) {
      problems.add(
          goal.where(), "a goal has a number: 'target', or 'target_change' of its baseline");
    }
    if (conf.has("period_kind") && !KINDS.contains(goal.periodKind())) {
      problems.add(
          conf.where("period_kind"),
          "'%s' is no kind of period: %s"
              .formatted(goal.periodKind(), String.join(", ", new TreeSet<>(KINDS))));
    }
    boolean opens =
        goal.periodKind().equals("week")
            ? goal.startsOn().getDayOfWeek() == DayOfWeek.MONDAY
            : goal.startsOn().getDayOfMonth() == 1;
    if (!opens) {
      problems.add(conf.where("starts_on"), "no " + goal.periodKind() + " begins on that day");
    }
    if (conf.has("deadline_on") && !goal.deadlineOn().isAfter(goal.startsOn())) {
      problems.add(conf.where("deadline_on"), "the deadline is not after starts_on");
    }
    if (conf.has("actions") && goal.actions().isEmpty()) {
      problems.add(conf.where("actions"), "nothing is done for the goal: name an action");
    }
    if (goal.dimension().equals(WHOLE) != goal.dimensionValue().equals(WHOLE)) {
      problems.add(
          conf.where("dimension"), "'dimension' and 'dimension_value' name a slice together");
    }
    return goal;
  }

  private static OptionalDouble number(StrictConf conf, String key) {
    return conf.has(key) ? OptionalDouble.of(conf.number(key)) : OptionalDouble.empty();
  }

  private LocalDate day(StrictConf conf, String key) {
    String text = conf.text(key);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException wrong) {
      if (!text.isBlank()) {
        problems.add(
            conf.where(key),
            String.format(Locale.ROOT, "'%s' is not a date such as 2024-03-31", text));
      }
      return LocalDate.EPOCH;
    }
  }
}
