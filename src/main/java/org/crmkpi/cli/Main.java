package org.crmkpi.cli;

import java.io.PrintWriter;
import java.time.Clock;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the command that the first argument names and turns its end into an exit code. */
@Command(
    name = "crm-kpi",
    description = "Loads raw CRM extracts into Delta tables and derives KPI tables from them.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      PlanCommand.class,
      BackfillCommand.class,
      CheckCommand.class,
      MaintainCommand.class,
      PublishCommand.class,
      ReportCommand.class,
      SqlCommand.class,
      ShowCommand.class,
      NewTableCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "crm-kpi 1.0.0",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line or a setting is wrong",
      "3:data was rejected; nothing was published",
      "4:the outside world or resources failed; try again",
      "5:a defect of crm-kpi",
      "6:another run holds the lock of the warehouse"
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(Clock.systemUTC(), arguments));
  }

  /** Runs a command; {@code clock} is the only source of wall-clock time. */
  public static int execute(Clock clock, String... arguments) {
    return new CommandLine(new Main(), new Commands(clock))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command))
        .execute(arguments);
  }

  private static int failed(Exception thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    if (thrown instanceof CrmFailure failure) {
      err.println(failure.getMessage());
      if (failure.category() == Category.BUG) {
        failure.printStackTrace(err);
      }
      return failure.category().exitCode();
    }
    err.println("This is a defect of crm-kpi. Please report it with the lines below.");
    thrown.printStackTrace(err);
    return Category.BUG.exitCode();
  }
}
