package org.crmkpi.demo;

import java.util.List;
import java.util.Locale;

/**
 * The users of the CRM: sellers in four teams, each led by its first member, and service agents.
 */
final class Staff {
  static final List<String> TEAMS = List.of("North", "South", "West", "International");
  static final List<String> OFFICES = List.of("Hamburg", "München", "Köln", "London");
  private static final List<String> FIRST =
      List.of("Anna", "Jürgen", "Sofía", "Liam", "Zoë", "Marek", "Élise", "Noah");
  private static final List<String> LAST =
      List.of("Schäfer", "O'Neill", "García", "Smith", "Nowak", "Lefèvre", "Weiß");

  private final int sellers;
  private final int agents;

  Staff(long customers) {
    sellers = (int) Math.min(400, Math.max(12, customers / 500));
    agents = (int) Math.min(200, Math.max(4, customers / 1500));
  }

  int sellers() {
    return sellers;
  }

  int size() {
    return sellers + agents;
  }

  static String id(int index) {
    return String.format(Locale.ROOT, "U%04d", index + 1);
  }

  String name(int index) {
    return FIRST.get(index % FIRST.size()) + " " + LAST.get(index / FIRST.size() % LAST.size());
  }

  /** The team of a seller; service agents have none. */
  String team(int index) {
    return index < sellers ? TEAMS.get(index % TEAMS.size()) : "";
  }

  String office(int index) {
    return OFFICES.get(index % OFFICES.size());
  }

  /** The head of sales has none above; team leads report to the head, sellers to their lead. */
  String manager(int index) {
    if (index == 0) {
      return "";
    }
    return index < TEAMS.size() || index >= sellers ? id(0) : id(index % TEAMS.size());
  }

  String seller(Dice dice) {
    return id(dice.between(0, sellers - 1));
  }

  String agent(Dice dice) {
    return id(dice.between(sellers, size() - 1));
  }
}
