package io.flexaaa.gateway;

import io.flexaaa.gateway.control.ControlClient;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.ios.config.ConfigFiles;
import io.flexaaa.gateway.ios.config.ConfigReport;
import io.flexaaa.gateway.ios.config.GatewayConfigTemplate;
import io.flexaaa.gateway.ios.config.Parsed;
import io.flexaaa.gateway.telemetry.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The gateway's command line. */
@Command(
        name = "flexaaa-gateway",
        description = "IKEv2/IPsec hub configured in IOS syntax, authorized over RADIUS.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Main.Run.class,
            Main.Exec.class,
            Main.Check.class,
            Main.Init.class,
            ConfigureCommand.class
        })
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /** sysexits.h, EX_SOFTWARE. */
    private static final int BROKEN = 70;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Command(name = "run", description = "Run the gateway in the foreground (root).")
    static final class Run implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Option(names = "--config", required = true, description = "Configuration in IOS syntax.")
        Path config = Path.of("gateway.conf");

        @Option(names = "--state", required = true, description = "Folder of journal and spool.")
        Path state = Path.of("data", "gateway");

        @Option(names = "--control", description = "Control socket; default STATE/control.sock.")
        @Nullable Path control;

        @Option(names = "--ike-port", description = "UDP port of IKE; default ${DEFAULT-VALUE}.")
        int ikePort = 500;

        @Option(
                names = "--natt-port",
                description = "UDP port of NAT traversal; default ${DEFAULT-VALUE}.")
        int natTraversalPort = 4500;

        @Option(
                names = "--bind",
                split = ",",
                description = "Addresses to listen on; default all of both families.")
        List<InetAddress> bind = List.of();

        @Option(
                names = "--dynauth-unsigned",
                description = "Take CoA and Disconnect requests without Message-Authenticator.")
        boolean dynAuthUnsigned;

        @Option(
                names = "--radius-unsigned-replies",
                description =
                        "Take Access replies without Message-Authenticator, from servers older than"
                                + " the fixes of CVE-2024-3596.")
        boolean radiusUnsignedReplies;

        @Option(
                names = "--master-key",
                defaultValue = "${env:FLEXAAA_GATEWAY_MASTER_KEY}",
                description = "File with the master key of type 6 passwords.")
        @Nullable Path masterKey;

        @Override
        public Integer call() throws IOException, InterruptedException {
            ConfigFiles files = ConfigureCommand.files(masterKey);
            Parsed parsed = files.parse(config);
            PrintWriter err = out(spec, true);
            if (!parsed.problems().isEmpty()) {
                report(parsed, err);
                return USAGE;
            }
            report(parsed, err);
            GatewayOptions options =
                    new GatewayOptions(
                            config,
                            state,
                            control == null ? state.resolve("control.sock") : control,
                            ikePort,
                            natTraversalPort,
                            bind.isEmpty() ? anyAddresses() : bind,
                            !dynAuthUnsigned,
                            !radiusUnsignedReplies,
                            files);
            Thread.setDefaultUncaughtExceptionHandler(Run::endOnError);
            try {
                Gateway gateway = Gateway.start(parsed.config(), options);
                CountDownLatch stopped = new CountDownLatch(1);
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(
                                        () -> {
                                            gateway.close();
                                            stopped.countDown();
                                        },
                                        "shutdown"));
                stopped.await();
                return 0;
            } catch (IOException | DataPlaneException e) {
                err.println("flexaaa gateway: " + e.getMessage());
                return FAILED;
            }
        }

        /**
         * A thread that dies of an error (no memory, a broken installation) leaves a gateway that
         * only looks alive: end it, so that whoever started it starts it again.
         */
        private static void endOnError(Thread thread, Throwable error) {
            LoggerFactory.getLogger(Main.class)
                    .error(
                            "{}",
                            LogLine.of("thread-died")
                                    .with("thread", thread.getName())
                                    .with("error", error),
                            error);
            Runtime.getRuntime().halt(BROKEN);
        }

        private static List<InetAddress> anyAddresses() {
            List<InetAddress> addresses = new ArrayList<>();
            addresses.add(InetAddress.ofLiteral("0.0.0.0"));
            if (Files.exists(Path.of("/proc/net/if_inet6"))) {
                addresses.add(InetAddress.ofLiteral("::"));
            }
            return addresses;
        }
    }

    @Command(name = "exec", description = "Give the running gateway an exec command.")
    static final class Exec implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Option(names = "--control", required = true, description = "Control socket.")
        Path control = Path.of("control.sock");

        @Parameters(arity = "1..*", paramLabel = "WORD", description = "show crypto session ...")
        List<String> words = List.of();

        @Override
        public Integer call() {
            return give(spec, control, String.join(" ", words));
        }
    }

    /** Gives a running gateway one command and prints what it answers. */
    static int give(@Nullable CommandSpec spec, Path control, String command) {
        try {
            ControlClient.Answer answer = ControlClient.send(control, command);
            PrintWriter out = out(spec, false);
            out.print(answer.text());
            out.flush();
            return answer.error() ? FAILED : 0;
        } catch (IOException e) {
            out(spec, true)
                    .println(
                            "flexaaa gateway: no gateway answers at "
                                    + control
                                    + " ("
                                    + e.getMessage()
                                    + "); is it running?");
            return FAILED;
        }
    }

    @Command(name = "check", description = "Check a configuration and say what is wrong with it.")
    static final class Check implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Parameters(paramLabel = "FILE")
        Path file = Path.of("gateway.conf");

        @Option(
                names = "--master-key",
                defaultValue = "${env:FLEXAAA_GATEWAY_MASTER_KEY}",
                description = "File with the master key of type 6 passwords.")
        @Nullable Path masterKey;

        @Override
        public Integer call() throws IOException {
            Parsed parsed = ConfigureCommand.files(masterKey).parse(file);
            PrintWriter out = out(spec, false);
            report(parsed, out);
            out.println(ConfigReport.summary(file.toString(), parsed));
            return parsed.problems().isEmpty() ? 0 : FAILED;
        }
    }

    @Command(
            name = "init",
            description = "Write a first configuration from the values of the server's first run.")
    static final class Init implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Option(names = "--values", required = true, description = "first-run.properties.")
        Path values = Path.of("first-run.properties");

        @Option(names = "--out", required = true, description = "File to write; never overwritten.")
        Path out = Path.of("gateway.conf");

        @Override
        public Integer call() throws IOException {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(values)) {
                properties.load(reader);
            }
            Map<String, String> map = new TreeMap<>();
            properties.forEach((name, value) -> map.put(name.toString(), value.toString()));
            try {
                String text = GatewayConfigTemplate.write(map);
                // It holds the RADIUS secret: for the owner only, from the first octet on.
                Files.createFile(
                        out,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(out, text);
                return 0;
            } catch (FileAlreadyExistsException e) {
                out(spec, true).println("flexaaa gateway: " + out + " exists; it is left alone");
            } catch (IllegalArgumentException e) {
                out(spec, true).println("flexaaa gateway: " + values + ": " + e.getMessage());
            }
            return FAILED;
        }
    }

    private static void report(Parsed parsed, PrintWriter out) {
        out.print(ConfigReport.of(parsed));
        out.flush();
    }

    static PrintWriter out(@Nullable CommandSpec spec, boolean error) {
        if (spec == null) {
            return new PrintWriter(error ? System.err : System.out, true, StandardCharsets.UTF_8);
        }
        return error ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }
}
