package com.mallhive.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says, and its exit codes: 1 where something is in the way, 2 where the command is wrong. */
final class CommandLineTest {
    @TempDir
    Path folder;

    private record Result(int code, String out, String err) {
        /** One line that says what is wrong, as a person can read it. */
        Result failsWith(int wanted, String... words) {
            assertThat(code).as(err).isEqualTo(wanted);
            assertThat(err).startsWith("mallhive: ").contains(words).doesNotContain("Exception", "\tat ");
            return this;
        }
    }

    // -- wrong usage

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pu                     | unknown command \"pu\"",
                "upp                    | did you mean \"up\"?",
                "up --prot=9000         | unknown option \"--prot=9000\"; did you mean \"--port\"?",
                "config --al            | did you mean \"--all\"?",
                "up now                 | unknown argument \"now\"",
                "up --port=many         | --port",
                "up --port              | --port",
                "up --target=order      | unknown target \"order\"; did you mean \"orders\"?",
                "up --target=           | unknown target",
                "migrate --target=cart,katalog | did you mean \"catalog\"?",
                "bench chekout          | unknown scenario \"chekout\"; did you mean \"checkout\"?",
                "bench --seconds=long   | --seconds",
            })
    void whatDoesNotExistIsNamedWithWhatIsNear(String line, String words) {
        Result result = run(line.split(" ")).failsWith(2, words);
        assertThat(result.err()).contains("Try: ./mallhive ").contains("--help");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void withoutACommandItShowsHelp() {
        assertThat(run().code()).isZero();
        assertThat(run().out()).contains("up", "config", "doctor", "bench");
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        for (String option : new String[] {"--help", "-h"}) {
            Result help = run(command, option);
            assertThat(help.code()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out()).startsWith("Usage: mallhive " + command).contains("--help");
        }
    }

    // -- settings

    @Test
    void anUnknownSettingIsNamedWithTheNearest() {
        run("config", "--set", "orders.shiping=0").failsWith(1, "orders.shiping", "did you mean \"orders.shipping\"?");
        run("config", "--set", "http.port=many").failsWith(1, "http.port", "\"many\" is not a whole number");
    }

    @Test
    void settingsAreShown() {
        Result changed = run("config", "--set", "orders.shipping=0", "--config", file("http: {port: 9090}\n"));
        assertThat(changed.code()).isZero();
        assertThat(changed.out()).contains("orders.shipping: 0", "http.port: 9090");
        Result all = run("config", "--all", "--set", "payments.stripe-api-key=sk_test_mine");
        assertThat(all.out()).contains("http.trusted-proxies:", "# ").doesNotContain("sk_test_mine");
    }

    @Test
    void aSettingsFileThatCannotBeReadIsNamed() throws IOException {
        String missing = folder.resolve("missing.yaml").toString();
        run("config", "--config", missing).failsWith(1, "cannot read the settings file", missing);
        run("config", "--config", file("http: [")).failsWith(1, "settings.yaml", "is not YAML");
        run("config", "--config", file("just words")).failsWith(1, "settings.yaml", "expected sections");
        run("config", "--config", file("htpp: {port: 1}")).failsWith(1, "unknown setting \"htpp.port\"");
        run("config", "--config", folder.toString()).failsWith(1, "cannot read the settings file", folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65534", "65536", "99999999"})
    void aPortThatDoesNotExistIsRefused(String port) {
        run("config", "--port", port).failsWith(1, "port", "ports go from 1 to 65535");
    }

    // -- what others can reach

    @ParameterizedTest
    @ValueSource(strings = {"http.host=0.0.0.0", "http.host=192.0.2.1", "http.public-url=https://mall.example"})
    void theSandboxAndTheMailboxAreForThisMachine(String setting) {
        run("up", "--data", data(), "--set", setting).failsWith(1, "others can reach", "--insecure-demo");
        run("config", "--target", "notifications", "--set", setting).failsWith(1, "notifications.smtp-host");
        assertThat(run("config", "--insecure-demo", "--set", setting).code()).isZero();
        assertThat(run("config", "--target", "edge,storefront", "--set", setting)
                        .code())
                .isZero();
        assertThat(run("config", "--target", "notifications", "--set", setting, "--set", "notifications.smtp-host=mx")
                        .code())
                .isZero();
    }

    @Test
    void theSandboxNeverRunsBesideALiveKey() {
        String live = "payments.stripe-api-key=sk_live_1";
        Result refused = run("up", "--data", data(), "--set", live).failsWith(1, "live key", "sandbox");
        assertThat(refused.err()).doesNotContain("sk_live_1");
        run("config", "--target", "payments", "--set", live, "--set", "payments.stripe-api-base=http://127.0.0.1:1")
                .failsWith(1, "live key");
        assertThat(run("config", "--target", "payments", "--set", live).code()).isZero();
    }

    // -- the machine

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            run(
                            "up",
                            "--data",
                            data(),
                            "--target=edge",
                            "--set",
                            "http.management-port=" + port,
                            "--set",
                            "mall.log-level=error")
                    .failsWith(1, "port " + port + " is in use on 127.0.0.1", "--port");
        }
        assertThat(folder.resolve("data/postgres")).doesNotExist();
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("data"), "");
        migrate().failsWith(1, data(), "is a file");
    }

    @Test
    void aDataFolderOfSomethingElseIsRefused() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("letter.txt"), "Dear");
        migrate().failsWith(1, data(), "not empty and not MallHive's");
        assertThat(folder.resolve("data")).isDirectoryNotContaining(path -> !path.endsWith("letter.txt"));
    }

    @Test
    void aDataFolderOfANewerMallHiveIsRefused() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("mallhive.json"), "{\"format\": 99}");
        migrate().failsWith(1, data(), "newer MallHive", "format 99");
    }

    @Test
    void aDataFolderWithoutPermissionIsRefused() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(closed), "root writes everywhere");
        run("migrate", "--data", closed.resolve("data").toString()).failsWith(1, "No permission to write");
    }

    @Test
    void aDataFolderThatCannotBeMadeIsRefused() {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only where /proc is");
        run("migrate", "--data", "/proc/mallhive").failsWith(1, "/proc/mallhive", "choose another");
    }

    @Test
    void theDoctorNamesWhatIsMissing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result sick = run("doctor", "--data", data(), "--port", Integer.toString(taken.getLocalPort()));
            assertThat(sick.code()).isEqualTo(1);
            assertThat(sick.out()).contains("MISSING  port " + taken.getLocalPort() + " free");
        }
        Result confused = run("doctor", "--data", data(), "--set", "http.prot=1");
        assertThat(confused.code()).isEqualTo(1);
        assertThat(confused.out()).contains("MISSING  settings", "did you mean \"http.port\"?");
    }

    private Result migrate() {
        return run("migrate", "--data", data());
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String file(String yaml) {
        try {
            return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        return new Result(line.execute(all.toArray(String[]::new)), out.toString(), Objects.toString(err));
    }
}
