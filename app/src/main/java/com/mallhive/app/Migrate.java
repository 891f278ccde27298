package com.mallhive.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./mallhive migrate}: brings the databases up to date and ends. {@code up} does the same first. */
@Command(name = "migrate", description = "Bring the databases up to date, and end.", sortOptions = false)
final class Migrate implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Mall.migrate(options.settings(), options.targets(), options.dataFolder());
        spec.commandLine().getOut().println("The databases are up to date.");
        return 0;
    }
}
