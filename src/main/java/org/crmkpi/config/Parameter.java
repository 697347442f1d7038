package org.crmkpi.config;

/**
 * One business rule of conf/business.conf that queries name as {@code :name}.
 *
 * @param value a text, a number, a flag, a {@link java.time.LocalDate} (unit "date") or a list of
 *     whole numbers
 */
public record Parameter(String name, Object value, String unit, String owner, String about) {}
