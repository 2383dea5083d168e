package io.flexaaa.server.testclient;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Octets;
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
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code flexaaa radtest}: one RADIUS request from the command line. */
@Command(
        name = "radtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends one RADIUS request and prints the answer.",
            "",
            "KIND is auth (a person's login, see --method), psk (what a FlexVPN hub asks for an"
                    + " IKE",
            "identity), authorize (what it asks for a user's or group's attributes), acct (start,",
            "interim or stop by Acct-Status-Type), status, coa or disconnect.",
            "Attributes are written as for radclient: 'NAS-Port = 5' 'Cisco-AVPair = \"a=b\"', or",
            "one a line on standard input with '-'; what no dictionary names as Attr-NUMBER ="
                    + " 0x00.",
            "Reply and Message-Authenticator are verified, with MS-CHAPv2 the server's own proof"
                    + " and",
            "its session keys, too."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Access-Accept, Accounting-Response or ACK",
            "1:Access-Reject, Access-Challenge or NAK",
            "2:no answer",
            "3:an answer that does not verify, or no request could be made (with --load the worst)",
            "64:wrong usage"
        },
        exitCodeOnInvalidInput = 64,
        exitCodeOnExecutionException = 3,
        footer = {
            "",
            "Examples:",
            "  radtest psk br17.example.com -s testing123",
            "  radtest auth alice -p secret -s testing123 -S 192.0.2.1",
            "  radtest auth alice -p secret -m mschapv2 -s testing123",
            "  radtest auth alice -p secret --code 123456 -s testing123",
            "  radtest authorize staff -s testing123",
            "  radtest psk 'br{n}.example.com' -s testing123 --load 500/10/256",
            "  radtest acct -s testing123 'Acct-Status-Type = Start' 'Acct-Session-Id = 1'",
            "  radtest disconnect -s testing123 -S 192.0.2.1:1700 'Acct-Session-Id = 1'"
        })
public final class RadTest implements Callable<Integer> {
    enum Kind {
        AUTH(Code.ACCESS_REQUEST, 1812),
        PSK(Code.ACCESS_REQUEST, 1812),
        AUTHORIZE(Code.ACCESS_REQUEST, 1812),
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

    enum Method {
        PAP,
        CHAP,
        MSCHAPV2
    }

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    Kind kind = Kind.AUTH;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME|ATTRIBUTE",
            description =
                    "for auth, psk and authorize first the User-Name; then attributes; - reads"
                            + " stdin")
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
            description = "the password; for psk and authorize the hub's fixed one (default cisco)")
    @Nullable String password;

    @Option(
            names = {"-m", "--method"},
            description = "how auth proves the password: ${COMPLETION-CANDIDATES} (default PAP)")
    Method method = Method.PAP;

    @Option(
            names = {"-c", "--code"},
            description = "one-time code to answer an Access-Challenge with")
    @Nullable String code;

    @Option(
            names = {"-b", "--source"},
            paramLabel = "ADDRESS",
            description = "send from this address")
    @Nullable String source;

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

    @Option(
            names = "--load",
            paramLabel = "RATE/SECONDS[/WINDOW]",
            description =
                    "send RATE requests a second for SECONDS with at most WINDOW (256) without an"
                        + " answer at a time, and print latencies; {n} in a value counts from 0")
    @Nullable String load;

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
        try {
            check();
            List<NamedValue> given = attributes();
            if (load != null) return loaded(LoadRun.Plan.parse(load), given);
            MsChapLogin login = msChap(given);
            Result result = ask(proved(given, password, login));
            if (code != null
                    && result instanceof Result.Answered(TestReply reply, _, _)
                    && reply.code() == Code.ACCESS_CHALLENGE) {
                result = ask(answerTo(reply, given, code));
            }
            return report(result, login);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line(), String.valueOf(e.getMessage()), e);
        } catch (UnknownHostException e) {
            throw new CommandLine.ParameterException(
                    line(),
                    "no address for " + e.getMessage() + ": correct --server or --source",
                    e);
        } catch (SocketException e) {
            throw new CommandLine.ParameterException(
                    line(),
                    "cannot send from "
                            + (source == null ? "here" : source)
                            + " to "
                            + server
                            + " ("
                            + e.getMessage()
                            + "): is --source an address of this machine, and --server reachable?",
                    e);
        }
    }

    private void check() {
        if (method != Method.PAP && kind != Kind.AUTH)
            throw new IllegalArgumentException(
                    "--method " + method + " is for auth; " + kind + " has the hub's password");
        if (method == Method.MSCHAPV2 && (password == null || load != null))
            throw new IllegalArgumentException(
                    load != null
                            ? "--method MSCHAPV2 does not go with --load; use PAP or CHAP"
                            : "--method MSCHAPV2 needs the password; give --password");
        if (code != null && (kind != Kind.AUTH || method == Method.MSCHAPV2))
            throw new IllegalArgumentException(
                    "--code answers a challenge to auth by PAP or CHAP; with MSCHAPV2 append the"
                            + " code to the password");
        if (attempts < 1 || attempts > 100)
            throw new IllegalArgumentException(
                    "--attempts " + attempts + " is not 1..100; 3 is usual");
        if (!(timeoutSeconds > 0) || timeoutSeconds > 600)
            throw new IllegalArgumentException(
                    "--timeout " + timeoutSeconds + " is not above 0 and at most 600 seconds");
    }

    private Result ask(List<NamedValue> attributes) throws IOException {
        return TestClient.ask(
                source == null ? null : InetAddress.getByName(source),
                target(),
                new TestRequest(kind.code, attributes),
                secret(),
                (long) (timeoutSeconds * 1000),
                attempts);
    }

    private @Nullable MsChapLogin msChap(List<NamedValue> given) {
        String word = password;
        if (method != Method.MSCHAPV2 || word == null) return null;
        String user =
                given.stream()
                        .filter(p -> p.name().equalsIgnoreCase("User-Name"))
                        .map(NamedValue::value)
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "--method MSCHAPV2 needs a user; name one behind"
                                                + " auth"));
        return new MsChapLogin(user, word, new SecureRandom());
    }

    /** With the password as the method carries it. */
    private List<NamedValue> proved(
            List<NamedValue> given, @Nullable String word, @Nullable MsChapLogin login) {
        List<NamedValue> all = new ArrayList<>(given);
        switch (kind) {
            case PSK, AUTHORIZE -> {
                // As IOS asks: the identity as user, a fixed password, Service-Type Outbound.
                addIfAbsent(all, "User-Password", word == null ? "cisco" : word);
                addIfAbsent(all, "Service-Type", "Outbound-User");
            }
            case AUTH -> {
                if (login != null) all.addAll(login.attributes());
                else if (word != null)
                    addIfAbsent(
                            all, method == Method.CHAP ? "CHAP-Password" : "User-Password", word);
            }
            case ACCT, STATUS, COA, DISCONNECT -> {
                if (word != null) addIfAbsent(all, "User-Password", word);
            }
        }
        return all;
    }

    /** RFC 2865 §4.4: the same again, the code in the password's place, and the State. */
    private List<NamedValue> answerTo(TestReply challenge, List<NamedValue> given, String answer) {
        List<NamedValue> without =
                given.stream()
                        .filter(p -> !p.name().endsWith("-Password"))
                        .collect(Collectors.toCollection(ArrayList::new));
        Octets state = challenge.octets("State");
        if (state != null) without.add(new NamedValue("State", "0x" + state.hex()));
        return proved(without, answer, null);
    }

    private int loaded(LoadRun.Plan plan, List<NamedValue> given) throws IOException {
        secret();
        target();
        LoadRun.Outcome outcome =
                LoadRun.run(
                        plan,
                        number ->
                                ask(
                                        proved(given, password, null).stream()
                                                .map(p -> numbered(p, number))
                                                .toList()));
        Map<String, Object> shown =
                ordered(
                        "sent", outcome.sent(),
                        "accepted", outcome.accepted(),
                        "refused", outcome.refused(),
                        "timedOut", outcome.timedOut(),
                        "bad", outcome.bad(),
                        "answersPerSecond", Math.round(outcome.perSecond()),
                        "p50Millis", outcome.percentile(0.50) / 1e3,
                        "p90Millis", outcome.percentile(0.90) / 1e3,
                        "p99Millis", outcome.percentile(0.99) / 1e3,
                        "p999Millis", outcome.percentile(0.999) / 1e3,
                        "maxMillis", outcome.percentile(1) / 1e3);
        if (jsonWanted) printJson(shown);
        else shown.forEach((name, value) -> out().println(name + " = " + value));
        out().flush();
        if (outcome.bad() > 0) return 3;
        if (outcome.timedOut() > 0) return 2;
        return outcome.refused() > 0 ? 1 : 0;
    }

    private static NamedValue numbered(NamedValue pair, int number) {
        return new NamedValue(pair.name(), pair.value().replace("{n}", String.valueOf(number)));
    }

    private List<NamedValue> attributes() throws IOException {
        List<NamedValue> given = new ArrayList<>();
        List<String> rest = new ArrayList<>(words);
        boolean named = kind == Kind.AUTH || kind == Kind.PSK || kind == Kind.AUTHORIZE;
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
            String text = server.substring(colon + 1);
            port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
            if (port < 1 || port > 65_535)
                throw new IllegalArgumentException(
                        "--server " + server + ": port " + text + " is not 1..65535");
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

    private int report(Result result, @Nullable MsChapLogin login) {
        return switch (result) {
            case Result.Answered(TestReply reply, int tries, long ms)
                    when login != null
                            && reply.code() == Code.ACCESS_ACCEPT
                            && login.problem(reply) != null ->
                    report(new Result.Bad(String.valueOf(login.problem(reply)), tries), null);
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

    static boolean good(Code code) {
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
