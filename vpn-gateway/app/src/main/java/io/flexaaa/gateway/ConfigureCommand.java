package io.flexaaa.gateway;

import io.flexaaa.gateway.ios.config.ConfigFiles;
import io.flexaaa.gateway.ios.config.MasterKey;
import io.flexaaa.gateway.ios.config.Parsed;
import io.flexaaa.gateway.ios.config.SealedText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code configure check|diff|replace FILE} on a running gateway; {@code configure seal FILE}. */
@Command(
        name = "configure",
        description = "Check, compare, replace or seal a configuration.",
        subcommands = {
            ConfigureCommand.Check.class,
            ConfigureCommand.Diff.class,
            ConfigureCommand.Replace.class,
            ConfigureCommand.Seal.class
        })
final class ConfigureCommand {
    private ConfigureCommand() {}

    /** How configurations are read, with the key of this file; null = type 6 stays shut. */
    static ConfigFiles files(@Nullable Path masterKey) throws IOException {
        return new ConfigFiles(
                masterKey == null ? null : MasterKey.of(Files.readString(masterKey)), true);
    }

    /** What the three have in common: a file, and the gateway that is to look at it. */
    abstract static class OnGateway implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Option(names = "--control", required = true, description = "Control socket.")
        Path control = Path.of("control.sock");

        @Parameters(paramLabel = "FILE")
        Path file = Path.of("gateway.conf");

        abstract String verb();

        @Override
        public Integer call() {
            return Main.give(
                    spec, control, "configure " + verb() + " " + file.toAbsolutePath().normalize());
        }
    }

    @Command(name = "check", description = "Say what is wrong with a file.")
    static final class Check extends OnGateway {
        @Override
        String verb() {
            return "check";
        }
    }

    @Command(name = "diff", description = "Show what a file would change.")
    static final class Diff extends OnGateway {
        @Override
        String verb() {
            return "diff";
        }
    }

    @Command(
            name = "replace",
            description = "Put a file in force; sessions that it does not change go on.")
    static final class Replace extends OnGateway {
        @Override
        String verb() {
            return "replace";
        }
    }

    @Command(name = "seal", description = "Print a file with its clear keys as type 6.")
    static final class Seal implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Option(
                names = "--master-key",
                required = true,
                defaultValue = "${env:FLEXAAA_GATEWAY_MASTER_KEY}",
                description = "File with the master key.")
        Path masterKey = Path.of("master.key");

        @Parameters(paramLabel = "FILE")
        Path file = Path.of("gateway.conf");

        @Override
        public Integer call() throws IOException {
            MasterKey master = MasterKey.of(Files.readString(masterKey));
            Parsed parsed = new ConfigFiles(master, true).parse(file);
            PrintWriter out = Main.out(spec, false);
            out.print(SealedText.of(Files.readString(file), parsed, master));
            out.flush();
            return 0;
        }
    }
}
