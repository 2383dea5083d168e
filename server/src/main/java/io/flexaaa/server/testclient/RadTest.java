package io.flexaaa.server.testclient;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.server.testclient.TestClient.Result;
import io.flexaaa.server.testclient.TestReply.Shown;
import io.flexaaa.server.testclient.TestRequest.NamedValue;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code flexaaa radtest}: one RADIUS request from the command line. */
@Command(
        name = "radtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends one RADIUS request and prints the answer.",
            "",
            "KIND is auth (user and password), psk (what a FlexVPN hub asks for an IKE identity),",
            "acct (start, interim or stop by Acct-Status-Type), status, coa or disconnect.",
            "Attributes are written as for radclient: 'NAS-Port = 5' 'Cisco-AVPair = \"a=b\"', or",
            "one a line on standard input with '-'."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Access-Accept, Accounting-Response or ACK",
            "1:Access-Reject, Access-Challenge or NAK",
            "2:no answer",
            "3:an answer that does not verify, or no request could be made",
            "64:wrong usage"
        },
        exitCodeOnInvalidInput = 64,
        exitCodeOnExecutionException = 3,
        footer = {
            "",
            "Examples:",
            "  radtest psk br17.example.com -s testing123",
            "  radtest auth alice -p secret -s testing123 -S 192.0.2.1",
            "  radtest acct -s testing123 'Acct-Status-Type = Start' 'Acct-Session-Id = 1'",
            "  radtest disconnect -s testing123 -S 192.0.2.1:1700 'Acct-Session-Id = 1'"
        })
public final class RadTest implements Callable<Integer> {
    enum Kind {
        AUTH(Code.ACCESS_REQUEST, 1812),
        PSK(Code.ACCESS_REQUEST, 1812),
        ACCT(Code.ACCOUNTING_REQUEST, 1813),
        STATUS(Code.STATUS_SERVER, 1812),
        COA(Code.COA_REQUEST, 1700),
        DISCONNECT(Code.DISCONNECT_REQUEST, 1700);

        final Code code;
        final int port;

        Kind(Code code, int port) {
            this.code = code;
            this.port = port;
        }
    }

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    Kind kind = Kind.AUTH;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME|ATTRIBUTE",
            description = "for auth and psk first the User-Name; then attributes; - reads stdin")
    List<String> words = new ArrayList<>();

    @Option(
            names = {"-S", "--server"},
            paramLabel = "HOST[:PORT]",
            description = "default ${DEFAULT-VALUE} and the usual port of KIND")
    String server = "127.0.0.1";

    @Option(
            names = {"-s", "--secret"},
            description = "shared secret; else the environment's FLEXAAA_RADTEST_SECRET")
    @Nullable String secret;

    @Option(
            names = {"-p", "--password"},
            description = "User-Password; for psk the hub's fixed one (default cisco)")
    @Nullable String password;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description = "for each attempt (default ${DEFAULT-VALUE})")
    double timeoutSeconds = 2;

    @Option(
            names = {"-r", "--attempts"},
            description = "how often to send (default ${DEFAULT-VALUE})")
    int attempts = 3;

    @Option(
            names = {"-j", "--json"},
            description = "print JSON")
    boolean jsonWanted;

    @Option(names = "--show-secrets", description = "print keys and passwords of the reply")
    boolean showSecrets;

    private final InputStream stdin;

    @Spec @Nullable CommandSpec spec;

    RadTest(InputStream stdin) {
        this.stdin = stdin;
    }

    public static void main(String[] args) {
        // The codec logs what it sees; here only the answer is wanted.
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root)
            root.setLevel(Level.WARN);
        System.exit(commandLine(System.in).execute(args));
    }

    static CommandLine commandLine(InputStream stdin) {
        return new CommandLine(new RadTest(stdin)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException {
        TestRequest request;
        try {
            request = new TestRequest(kind.code, attributes());
            return report(
                    TestClient.ask(
                            target(), request, secret(), (long) (timeoutSeconds * 1000), attempts));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<NamedValue> attributes() throws IOException {
        List<NamedValue> given = new ArrayList<>();
        List<String> rest = new ArrayList<>(words);
        boolean named = kind == Kind.AUTH || kind == Kind.PSK;
        if (named
                && !rest.isEmpty()
                && !rest.getFirst().contains("=")
                && !rest.getFirst().equals("-"))
            given.add(new NamedValue("User-Name", rest.removeFirst()));
        for (String word : rest) {
            String text =
                    word.equals("-")
                            ? new String(stdin.readAllBytes(), StandardCharsets.UTF_8)
                            : word;
            given.addAll(AttributeSyntax.parse(text));
        }
        if (kind == Kind.PSK) {
            // As IOS asks: the identity as user, a fixed password, Service-Type Outbound.
            addIfAbsent(given, "User-Password", password == null ? "cisco" : password);
            addIfAbsent(given, "Service-Type", "Outbound-User");
        } else if (password != null) {
            addIfAbsent(given, "User-Password", password);
        }
        return given;
    }

    private static void addIfAbsent(List<NamedValue> given, String name, String value) {
        if (given.stream().noneMatch(p -> p.name().equalsIgnoreCase(name)))
            given.add(new NamedValue(name, value));
    }

    private InetSocketAddress target() throws IOException {
        int port = kind.port;
        String host = server;
        int colon = server.lastIndexOf(':');
        // One colon: host and port. More: an IPv6 address, with a port only behind brackets.
        if (colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']')) {
            port = Integer.parseInt(server.substring(colon + 1));
            host = server.substring(0, colon);
        }
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private String secret() {
        String given = secret == null ? System.getenv("FLEXAAA_RADTEST_SECRET") : secret;
        if (given == null || given.isEmpty())
            throw new IllegalArgumentException(
                    "no shared secret: give --secret or set FLEXAAA_RADTEST_SECRET");
        return given;
    }

    private int report(Result result) {
        return switch (result) {
            case Result.Answered(TestReply reply, int tries, long ms) -> {
                if (jsonWanted) printJson(answered(reply, tries, ms));
                else printText(reply, tries, ms);
                yield good(reply.code()) ? 0 : 1;
            }
            case Result.TimedOut(int tries) -> {
                String text =
                        "no answer after "
                                + tries
                                + " attempts: is the port right, and does the server know this"
                                + " client's address and secret?";
                if (jsonWanted)
                    printJson(ordered("result", "timeout", "attempts", tries, "message", text));
                else out().println(text);
                yield 2;
            }
            case Result.Bad(String why, int tries) -> {
                if (jsonWanted)
                    printJson(ordered("result", "bad-reply", "attempts", tries, "message", why));
                else out().println(why);
                yield 3;
            }
        };
    }

    private static boolean good(Code code) {
        return switch (code) {
            case ACCESS_ACCEPT, ACCOUNTING_RESPONSE, COA_ACK, DISCONNECT_ACK -> true;
            case ACCESS_REQUEST,
                    ACCESS_REJECT,
                    ACCOUNTING_REQUEST,
                    ACCESS_CHALLENGE,
                    STATUS_SERVER,
                    DISCONNECT_REQUEST,
                    DISCONNECT_NAK,
                    COA_REQUEST,
                    COA_NAK,
                    PROTOCOL_ERROR ->
                    false;
        };
    }

    private Map<String, Object> answered(TestReply reply, int tries, long ms) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("result", good(reply.code()) ? "accept" : "reject");
        all.put("code", reply.code().label());
        all.put("attempts", tries);
        all.put("roundTripMillis", ms);
        all.put(
                "attributes",
                reply.attributes().stream()
                        .map(a -> ordered("name", a.name(), "value", visible(a)))
                        .toList());
        return all;
    }

    /** As given: a reader looks for the result first. */
    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return map;
    }

    private void printText(TestReply reply, int tries, long ms) {
        out().printf(Locale.ROOT, "%s in %d ms (attempt %d)%n", reply.code().label(), ms, tries);
        for (Shown a : reply.attributes()) out().println("  " + a.name() + " = " + visible(a));
        out().flush();
    }

    private void printJson(Map<String, Object> value) {
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        out().println(json.writeValueAsString(value));
        out().flush();
    }

    private String visible(Shown attribute) {
        if (!attribute.secret() || showSecrets) return attribute.value();
        int sign = attribute.value().indexOf('=');
        String kept = sign > 0 ? attribute.value().substring(0, sign + 1) : "";
        return kept + "(hidden; --show-secrets shows it)";
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private CommandLine line() {
        CommandSpec known = spec;
        if (known == null) throw new IllegalStateException("picocli has not set the spec");
        return known.commandLine();
    }
}
