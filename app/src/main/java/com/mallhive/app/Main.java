package com.mallhive.app;

import com.mallhive.app.bench.Load;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The command line: {@code ./mallhive <command>}. Exit code 0: done; 1: failed, with a line why; 2: wrong usage. */
@Command(
        name = "mallhive",
        description = "An open, cloud-native marketplace.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Migrate.class,
            Config.class,
            Doctor.class,
            Train.class,
            Bench.class,
            Load.class,
            BuildCommands.Test.class,
            BuildCommands.Check.class
        })
public final class Main implements Runnable {
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((e, _) -> wrongUsage(e));
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof UsageFailure) {
                return wrongUsage(new CommandLine.ParameterException(command, String.valueOf(failure.getMessage())));
            }
            if (failure instanceof StartupFailure) {
                command.getErr().println("mallhive: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return 1;
        });
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int wrongUsage(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        StringBuilder line = new StringBuilder("mallhive: ").append(e.getMessage());
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            List<String> known = new ArrayList<>(command.getSubcommands().keySet());
            for (OptionSpec option : command.getCommandSpec().options()) {
                known.addAll(List.of(option.names()));
            }
            String kind = command.getSubcommands().isEmpty() ? "argument" : "command";
            line = new StringBuilder("mallhive: unknown ")
                    .append(word.startsWith("-") ? "option" : kind)
                    .append(" \"")
                    .append(word)
                    .append('"');
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            Nearest.of(name, known).map(n -> "; did you mean \"" + n + "\"?").ifPresent(line::append);
        }
        command.getErr().println(line);
        command.getErr().println("Try: ./mallhive " + path(command) + "--help");
        return 2;
    }

    private static String path(CommandLine command) {
        String name = command.getCommandName();
        return name.equals("mallhive") ? "" : name + " ";
    }
}
