package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.crmkpi.plan.Planner;
import org.crmkpi.plan.Step;
import org.crmkpi.query.TextLayout;
import org.crmkpi.run.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a run would do; starts nothing and writes nothing. */
@Command(
    name = "plan",
    description = "Says which tables a run would compute, in which order, and why.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private RunOptions options = new RunOptions();

  PlanCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    NightSetup setup = NightSetup.of(options, clock);
    Planner planner = new Planner(setup.project().catalogue(), Job.filledBy(setup.sources()));
    List<Step> steps =
        options.select().isEmpty() ? planner.everything() : planner.selected(options.select());
    System.out.print(
        TextLayout.aligned(
            List.of("table", "why"),
            steps.stream()
                .map(step -> new String[] {step.contract().qualifiedName(), step.why()})
                .toList(),
            List.of(false, false)));
    return 0;
  }
}
