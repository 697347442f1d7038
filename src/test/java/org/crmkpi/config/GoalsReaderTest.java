package org.crmkpi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A goal without number, deadline or measure is refused by line. */
final class GoalsReaderTest {
  @TempDir private Path home;
  private final Problems problems = new Problems();

  @Test
  void aGoalHasANumberADeadlineAndActions() throws IOException {
    List<Goal> goals =
        read(
            """
            goals = [
              {
                name = faster, about = "Sell faster", owner = sales, kpi = cycle
                period_kind = month, starts_on = "2023-12-01", baseline = 120, target = 60
                deadline_on = "2024-12-31", actions = ["Call within a day"]
              }
            ]
            """);

    assertThat(problems.lines()).isEmpty();
    assertThat(goals)
        .singleElement()
        .satisfies(
            goal -> {
              assertThat(goal.dimension()).isEqualTo("all");
              assertThat(goal.target()).hasValue(60);
              assertThat(goal.targetChange()).isEmpty();
              assertThat(goal.deadlineOn()).isEqualTo("2024-12-31");
            });
  }

  @Test
  void whatCannotBeJudgedIsRefusedByLine() throws IOException {
    read(
        """
        goals = [
          {
            name = vague, about = "Do better", owner = sales, kpi = cycle, period_kind = month
            starts_on = "2024-01-01", deadline_on = "soon", actions = []
          }
          {
            name = vague, about = "Twice", owner = sales, kpi = cycle, period_kind = month
            starts_on = "2024-01-01", deadline_on = "2023-12-31", target = 1, target_change = 0.5
            dimension = team, actions = ["Meet"]
          }
          { name = endless, about = "x", owner = sales, kpi = cycle, period_kind = month, target = 1 }
          {
            name = odd, about = "x", owner = sales, kpi = cycle, period_kind = months, target = 1
            starts_on = "2024-01-15", deadline_on = "2024-12-31", actions = ["Meet"]
          }
        ]
        """);

    assertThat(String.join("\n", problems.lines()))
        .contains("goals.conf:4", "'soon' is not a date")
        .contains("goals.conf:2", "a goal has a number")
        .contains("name an action")
        .contains("goals.conf:7", "there are two goals 'vague'")
        .contains("goals.conf:8", "the deadline is not after starts_on")
        .contains("goals.conf:9", "name a slice together")
        .contains("goals.conf:11", "'starts_on'", "'deadline_on'", "'actions'")
        .contains("goals.conf:13", "'months' is no kind of period: fiscal_quarter, ")
        .contains("goals.conf:14", "no months begins on that day");
  }

  @Test
  void aProjectWithoutTheFileHasNoGoals() {
    assertThat(GoalsReader.read(home.resolve("goals.conf"), problems)).isEmpty();
    assertThat(problems.lines()).isEmpty();
  }

  private List<Goal> read(String text) throws IOException {
    return GoalsReader.read(Files.writeString(home.resolve("goals.conf"), text), problems);
  }
}
