package org.crmkpi.config;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What somebody wants a KPI to be by a day.
 *
 * @param name of the goal
 * @param about what it is for, in a sentence
 * @param owner who answers for it
 * @param kpi name in kpi_catalogue
 * @param dimension {@code all}, or what the KPI is sliced by
 * @param dimensionValue {@code all}, or the value of the dimension
 * @param periodKind kind of the periods that are judged
 * @param startsOn first day of the period from which the way is measured
 * @param baseline value to start from, in the KPI's unit; when empty that of the first period
 * @param target value to reach, in the KPI's unit; empty where {@code targetChange} says it
 * @param targetChange value to reach as a share of the baseline: -0.25 is a quarter less
 * @param deadlineOn last day to reach it
 * @param actions what is done for it
 * @param where file and line, for problems
 */
public record Goal(
    String name,
    String about,
    String owner,
    String kpi,
    String dimension,
    String dimensionValue,
    String periodKind,
    LocalDate startsOn,
    OptionalDouble baseline,
    OptionalDouble target,
    OptionalDouble targetChange,
    LocalDate deadlineOn,
    List<String> actions,
    String where) {}
