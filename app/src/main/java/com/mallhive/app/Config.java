package com.mallhive.app;

import com.mallhive.platform.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mallhive config}: the settings as this machine would use them. */
@Command(name = "config", description = "Show the settings that differ from their defaults.", sortOptions = false)
final class Config implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Option(names = "--all", description = "Show all settings, with what they do.")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int shown = 0;
        for (Settings.Entry entry : options.settings().entries()) {
            if (all) {
                out.printf(
                        "# %s%s%n",
                        entry.description(),
                        entry.byDefault().isEmpty() || entry.secret() ? "" : " [" + entry.byDefault() + "]");
            }
            if (all || entry.changed()) {
                out.printf(
                        "%s: %s%n",
                        entry.key(), entry.secret() && !entry.value().isEmpty() ? "********" : entry.value());
                shown++;
            }
        }
        if (shown == 0) {
            out.println("Every setting has its default; --all lists them.");
        }
        return 0;
    }
}
